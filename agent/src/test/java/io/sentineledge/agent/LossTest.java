package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the running agent says of events that it lost, compared with who made them. */
@Timeout(300)
class LossTest extends AgentFixture {
  private static final long OPENS = 100_000;
  private static final Pattern EVENTS = Pattern.compile("\"loss\\.events\":(\\d+)");

  private static long lost(AgentProcess agent, String type, String reason) {
    return (long)
        Scrape.metric(
            agent,
            "sentinel_events_dropped_total{type=\"%s\",reason=\"%s\"}".formatted(type, reason));
  }

  /** The sum over all workloads. */
  private static long byWorkload(AgentProcess agent, String type, String reason) {
    String suffix = "type=\"%s\",reason=\"%s\"} ".formatted(type, reason);
    return Scrape.get(Scrape.port(agent, "port.metrics"), "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("sentinel_workload_events_dropped_total{workload="))
        .filter(line -> line.contains(suffix))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static List<String> alerts(AgentProcess agent) {
    return allLines(agent).stream().filter(line -> line.contains("\"Events lost\"")).toList();
  }

  private static long told(AgentProcess agent) {
    return alerts(agent).stream().mapToLong(LossTest::events).sum();
  }

  private static long events(String alert) {
    Matcher found = EVENTS.matcher(alert);
    assertTrue(found.find(), alert);
    return Long.parseLong(found.group(1));
  }

  /** Floods an agent, and compares what it says with what happened. */
  private void flood(Map<String, String> environment, String reason) throws Exception {
    Files.writeString(rules, Flood.RULE);
    Flood flood = Flood.compiledIn(folder);
    try (AgentProcess agent = start(environment, "--json")) {
      long opened = flood.open(OPENS);
      assertEquals(OPENS, opened);
      String delivered = "sentinel_events_processed_total{type=\"openat2\"}";
      agent.await(
          "all events",
          () ->
              (long) Scrape.metric(agent, delivered)
                      + lost(agent, "openat2", "buffer_full")
                      + lost(agent, "openat2", "rate_limit")
                      + lost(agent, "openat2", "back_pressure")
                  >= opened);
      assertTrue(lost(agent, "openat2", reason) > 0, reason);
      agent.await(
          "what each workload lost",
          () -> byWorkload(agent, "openat2", reason) == lost(agent, "openat2", reason));
      // The first alert comes at once, the last one when the loss has ended
      agent.await("all to be told", () -> told(agent) >= opened - Scrape.metric(agent, delivered));
      String alert = alerts(agent).getFirst();
      assertTrue(alert.contains("\"loss.rules\":[\"None\"]"), alert);
      assertTrue(alert.contains("openat2"), alert);
      assertTrue(alert.contains("\"" + reason + "\""), alert);
      assertTrue(alert.contains("\"loss.workloads\":[\"/"), alert);
      assertTrue(alerts(agent).size() <= 3, () -> String.join("\n", alerts(agent)));
      assertTrue(
          Scrape.metric(
                  agent,
                  "sentinel_alerts_total{rule=\"Events lost\","
                      + "priority=\"Error\",namespace=\"shipped\"}")
              >= 1);
    }
  }

  @Test
  void aFullRing() throws Exception {
    flood(
        Map.of("SENTINEL_RING_BUFFER_SIZE", "16384", "SENTINEL_ENABLE_BACKPRESSURE", "false"),
        "buffer_full");
  }

  @Test
  void backPressure() throws Exception {
    flood(Map.of("SENTINEL_RING_BUFFER_SIZE", "65536"), "back_pressure");
  }

  @Test
  void theRateLimit() throws Exception {
    flood(Map.of("SENTINEL_MAX_EVENTS_PER_SEC", "500"), "rate_limit");
  }

  @Test
  void aRecordThatIsTooLarge() throws Exception {
    try (AgentProcess agent = start(Map.of("SENTINEL_RING_BUFFER_SIZE", "4096"), "--json")) {
      long before = lost(agent, "execve", "too_large");
      for (int i = 0; i < 5; i++) {
        new ProcessBuilder("/bin/true", "x".repeat(6000)).start().waitFor();
      }
      agent.await("the loss", () -> lost(agent, "execve", "too_large") >= before + 5);
      agent.await(
          "whose it was",
          () -> byWorkload(agent, "execve", "too_large") == lost(agent, "execve", "too_large"));
    }
  }

  /** What its workload lost for a reason, as the agent names it. */
  private static long ofWorkload(AgentProcess agent, OwnWorkload workload, String reason) {
    return (long)
        Scrape.get(Scrape.port(agent, "port.metrics"), "/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("sentinel_workload_events_dropped_total{workload="))
            .filter(line -> line.contains(workload.name() + "\""))
            .filter(line -> line.contains("reason=\"" + reason + "\"} "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
  }

  @Test
  void aProgramThatWasForgotten() throws Exception {
    int limit = 64;
    int runs = 400;
    String loop = "i=0; while [ $i -lt %d ]; do /bin/true; i=$((i+1)); done".formatted(runs);
    try (OwnWorkload workload = new OwnWorkload(folder);
        AgentProcess agent = start(Map.of("SENTINEL_MAX_PROCESSES", "" + limit), "--json")) {
      int rounds = 0;
      // A workload has a name once the agent has looked while it was there
      while (rounds == 0 || ofWorkload(agent, workload, "state_evicted") == 0) {
        workload.run("sh", "-c", loop);
        rounds++;
      }
      // All that it ran, but for what is still remembered
      long least = (long) rounds * (runs - limit);
      agent.await("the loss", () -> ofWorkload(agent, workload, "state_evicted") >= least);
      assertTrue(Scrape.metric(agent, "sentinel_process_evicted_total") >= least);
      // A run is two programs: the shell's copy, and what that becomes. The shell was forgotten,
      // too
      long most = 2L * rounds * (runs + 1);
      double rebuilt = Scrape.metric(agent, "sentinel_process_rebuilt_total");
      assertTrue(ofWorkload(agent, workload, "state_evicted") <= most + rebuilt);
      agent.await(
          "the same by workload",
          () ->
              lost(agent, "execve", "state_evicted")
                  == byWorkload(agent, "execve", "state_evicted"));
      agent.await(
          "the alert", () -> alerts(agent).stream().anyMatch(a -> a.contains("state_evicted")));
    }
  }

  @Test
  void theQueueOfAnOutput() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String text =
          """
          [outputs.silent]
          type = "webhook"
          url = "http://127.0.0.1:%d"
          queue_size = 1
          """
              .formatted(silent.getLocalPort());
      try (AgentProcess agent =
          start(
              // A file is in the way of the spool, into which all would go otherwise
              Map.of(
                  "SENTINEL_STATE_DIR", rules + "/state", "SENTINEL_RING_BUFFER_SIZE", "134217728"),
              "--json",
              "--config",
              config(text).toString())) {
        for (int i = 0; i < 30; i++) {
          cat(Files.writeString(marked.resolve("f" + i), "x"));
        }
        String dropped = "sentinel_output_dropped_total{output=\"silent\",reason=\"queue_full\"}";
        agent.await("a full queue", () -> Scrape.metric(agent, dropped) > 20);
        // What the agent tells of the loss finds the queue full, too, and is no event
        agent.await(
            "the same by workload",
            () -> {
              double own =
                  Scrape.metric(agent, dropped) - byWorkload(agent, "openat", "queue_full");
              return own >= 0 && own <= alerts(agent).size();
            });
        agent.await(
            "the alert", () -> alerts(agent).stream().anyMatch(a -> a.contains("queue_full")));
      }
    }
  }
}
