package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent learns what workloads do, tells what is unusual, and remembers. */
@Timeout(300)
class AnomalyTest extends AgentFixture {
  /**
   * In a workload of its own, which nothing else changes: what the interpreter looks for at its
   * start; an interval later, what make does before it starts each program, and many guesses at a
   * file's name.
   */
  private static final String GUESSES =
      """
      import os, time
      time.sleep(11)
      for i in range(1000):
          os.setresuid(-1, 0, -1)
      for i in range(40000 * os.cpu_count()):
          try: os.open('/nonexistent/%d' % i, 0)
          except OSError: pass
      """;

  private static final String OTHER_USERS =
      """
      import os
      for i in range(300):
          os.seteuid(65534)
          os.seteuid(0)
      """;

  private AgentProcess start() throws Exception {
    return start(
        Map.of(
            "SENTINEL_ALERT_ON_ANOMALIES",
            "true",
            "SENTINEL_ANOMALY_WARMUP_SEC",
            "10",
            "SENTINEL_STATE_DIR",
            folder + "/state"),
        "--json");
  }

  private static List<String> alerts(AgentProcess agent, OwnWorkload workload) {
    return lines(agent).stream()
        .filter(line -> line.contains("\"rule\":\"Unusual activity of a workload\""))
        .filter(line -> line.contains("\"anomaly.workload\":\"" + workload.name() + '"'))
        .toList();
  }

  @Test
  void aBurstOfGuessesIsToldAndWhatWasLearnedIsKept() throws Exception {
    Path state = folder.resolve("state/anomalies");
    try (AgentProcess agent = start();
        OwnWorkload workload = new OwnWorkload(folder)) {
      workload.run("python3", "-c", GUESSES);
      agent.await("the alert", () -> !alerts(agent, workload).isEmpty());
      String alert = alerts(agent, workload).getFirst();
      assertTrue(alert.contains(" failed opens in 10 s, usually 0 to "), alert);
      assertTrue(alert.contains("\"anomaly.rate\":\"failed opens\""), alert);
      workload.run("python3", "-c", OTHER_USERS);
      agent.await("another alert", () -> alerts(agent, workload).size() > 1);
      String other = alerts(agent, workload).getLast();
      assertTrue(other.contains(" privilege changes in 10 s, usually 0 to 100 "), other);
      // Not the thousand that changed nothing
      String count = other.replaceAll(".*\"anomaly.count\":([0-9]+).*", "$1");
      assertTrue(Integer.parseInt(count) <= 600, other);
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    try (AgentProcess agent = start()) {
      agent.await("memory", () -> agent.stderr().contains("usually do was read from " + state));
    }
    Files.writeString(state, "what is this?");
    try (AgentProcess agent = start()) {
      agent.await("a notice", () -> agent.stderr().contains("what is usual is learned anew"));
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
    }
  }
}
