package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Client;
import io.sentineledge.agent.loss.Reason;
import io.sentineledge.kernel.Niceness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the running agent tells about itself. */
@Timeout(300)
class MonitoringTest extends AgentFixture {
  private static final List<String> GUIDE =
      List.of(
          "sentinel_events_processed_total",
          "sentinel_events_dropped_total",
          "sentinel_ring_buffer_utilization_percent",
          "sentinel_memory_usage_bytes",
          "sentinel_cpu_usage_percent",
          "sentinel_errors_by_type_total");

  @Test
  void aPortThatIsTakenIsOpenedOnceItIsFree() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(0, 1, loopback);
        AgentProcess agent =
            start(Map.of("SENTINEL_HEALTH_CHECK_PORT", "" + taken.getLocalPort()))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      String told = "port.health: " + address + " can't be opened: ";
      agent.await("the log", () -> agent.stderr().contains(told));
      agent.await("what to do", () -> agent.stderr().contains("set monitoring.health_check_port"));
      agent.await(
          "the state", () -> Scrape.is(agent, "sentinel_health{component=\"port.health\"}", 0.5));
      assertEquals(1, Scrape.metric(agent, "sentinel_errors_by_type_total{type=\"http\"}"));
      taken.close();
      agent.await("the port", () -> agent.stderr().contains("port.health listens on " + address));
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
    }
  }

  @Test
  void thePortsTellHowItIs() throws Exception {
    try (AgentProcess agent =
        start(Map.of("SENTINEL_CANARY_INTERVAL_SEC", "1", "SENTINEL_METRICS_INTERVAL_SEC", "1"))) {
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
      Client.Reply health = Scrape.health(agent, "/health");
      assertEquals(200, health.status(), health.body());
      for (String part : List.of("programs", "reader", "rules", "canary", "port.health")) {
        assertTrue(health.body().contains("\"" + part + "\":{\""), health.body());
      }
      Client.Reply version = Scrape.health(agent, "/version");
      assertTrue(version.body().contains("\"version\":\"0.1.0\""), version.body());
      assertEquals(404, Scrape.health(agent, "/nothing").status());

      String metrics = Scrape.health(agent, "/metrics").body();
      for (String name : GUIDE) {
        assertTrue(metrics.contains("# TYPE " + name + " "), name);
        assertTrue(metrics.lines().anyMatch(line -> line.startsWith(name)), name);
      }
      for (Reason reason : Reason.values()) {
        String series =
            "sentinel_events_dropped_total{type=\"execve\",reason=\"%s\"} 0"
                .formatted(reason.label());
        assertTrue(metrics.contains(series), series);
      }
      promtoolAccepts(metrics);
      agent.await("canaries", () -> Scrape.metric(agent, "sentinel_canary_seen_total") >= 3);
      agent.await("memory", () -> Scrape.metric(agent, "sentinel_memory_usage_bytes") > 1 << 20);
      agent.await(
          "events",
          () -> Scrape.metric(agent, "sentinel_events_processed_total{type=\"chdir\"}") >= 3);
      agent.await("cpu", () -> Scrape.metric(agent, "sentinel_cpu_usage_percent") > 0);
      assertEquals(1, Scrape.metric(agent, "sentinel_ready"));
      // The agent's own alerts reach no output
      assertTrue(allLines(agent).stream().noneMatch(line -> line.contains(Canary.RULE)));

      int port = Scrape.port(agent, "port.health").getPort();
      try (AgentProcess client =
          AgentProcess.start(
              launcher, Map.of("SENTINEL_HEALTH_CHECK_PORT", "" + port), List.of("health"))) {
        assertEquals(0, client.exitStatus(), client::stderr);
        assertTrue(
            new String(client.stdout(), java.nio.charset.StandardCharsets.UTF_8)
                .startsWith("{\"status\":\""));
      }
      String shown = status(port, 0);
      assertTrue(shown.startsWith("sentinel-edge 0.1.0 detects, for "), shown);
      assertTrue(shown.contains("\n  canary               ok "), shown);
      String json = status(port, 0, "--json");
      assertTrue(json.startsWith("{\"detects\":true,\"agent\":{\"version\":\""), json);
      assertTrue(json.contains(",\"health\":{\"status\":\""), json);
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      try (AgentProcess client =
          AgentProcess.start(
              launcher, Map.of("SENTINEL_HEALTH_CHECK_PORT", "" + port), List.of("health"))) {
        assertEquals(1, client.exitStatus(), client::stderr);
      }
      assertEquals("", status(port, 3));
    }
  }

  private String status(int port, int exitStatus, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("status"));
    arguments.addAll(List.of(options));
    Map<String, String> environment = Map.of("SENTINEL_HEALTH_CHECK_PORT", "" + port);
    try (AgentProcess client = AgentProcess.start(launcher, environment, arguments)) {
      assertEquals(exitStatus, client.exitStatus(), client::stderr);
      return new String(client.stdout(), UTF_8);
    }
  }

  /** Prometheus' own check of an exposition. */
  private static void promtoolAccepts(String metrics) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.getOutputStream()) {
      in.write(metrics.getBytes(UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, promtool.waitFor(), said);
  }

  @Test
  void aTakenPortDoesNotStopDetection() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AgentProcess agent =
            start(
                Map.of(
                    "SENTINEL_HEALTH_CHECK_PORT",
                    "" + taken.getLocalPort(),
                    "SENTINEL_CANARY_TO_OUTPUTS",
                    "true"),
                "--json")) {
      agent.await("a message", () -> agent.stderr().contains("port.health: "));
      agent.await("an alert", () -> agent.stdout().length > 0);
      assertEquals(0.5, Scrape.metric(agent, "sentinel_health{component=\"port.health\"}"));
      assertEquals(1, Scrape.metric(agent, "sentinel_errors_by_type_total{type=\"http\"}"));
    }
  }

  @Test
  void switchesCloseThePorts() throws Exception {
    try (AgentProcess agent = start(Map.of("SENTINEL_METRICS_ENABLED", "false"))) {
      assertEquals(404, Scrape.health(agent, "/metrics").status());
      assertTrue(!agent.stderr().contains("port.metrics"), agent::stderr);
    }
    try (AgentProcess agent = start(Map.of("SENTINEL_HEALTH_CHECK_ENABLED", "false"))) {
      assertEquals(404, Scrape.get(Scrape.port(agent, "port.metrics"), "/health").status());
      assertTrue(!agent.stderr().contains("port.health"), agent::stderr);
    }
  }

  /** How nice a thread of the agent is; from the field after 16 others that follow its name. */
  private static int niceness(AgentProcess agent, String thread) throws IOException {
    try (var tasks = Files.list(Path.of("/proc/" + agent.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        String stat = read(task.resolve("stat"));
        if (stat.contains("(" + thread)) {
          return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        }
      }
    }
    throw new AssertionError("no thread " + thread);
  }

  @Test
  void theReaderAndWhoAsksComeBeforeOtherWork() throws Exception {
    FutureTask<Boolean> allowed = new FutureTask<>(() -> Niceness.set(-10));
    Thread.ofPlatform().start(allowed);
    boolean sooner = allowed.get();
    int usual = Niceness.get() + 2;
    startsBy("exec nice -n 2 \"$@\"\n");
    try (AgentProcess agent = start(Map.of())) {
      Scrape.health(agent, "/metrics");
      assertEquals(sooner ? usual - 10 : usual, niceness(agent, "HTTP-Dispatcher"));
      assertEquals(sooner ? usual - 5 : usual, niceness(agent, "java"));
      assertEquals(usual, niceness(agent, "se-ops"));
      assertEquals(usual, niceness(agent, "se-output"));
    }
  }
}
