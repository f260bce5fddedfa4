package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent whose reader stops, or that can't go on: what operators and supervisors see. */
@Timeout(300)
class DeadReaderTest extends AgentFixture {
  private static final String SOCKET = "@sentineledge-dead-" + ProcessHandle.current().pid();
  private static final String WATCHDOG = "WATCHDOG=1";
  private static final String RING = "sentinel_ring_buffer_utilization_percent{lane=\"bulk\"}";
  private static final String LATENCY = "sentinel_alert_latency_seconds_sum";
  private static final String READER = "sentinel_health{component=\"reader\"}";

  private static final Map<String, String> SUPERVISED =
      Map.of(
          "NOTIFY_SOCKET", SOCKET,
          "WATCHDOG_USEC", "1000000",
          "SENTINEL_CANARY_INTERVAL_SEC", "1",
          "SENTINEL_METRICS_INTERVAL_SEC", "1");

  private static long alive(Datagrams socket) {
    return socket.received().stream().filter(told -> told.startsWith(WATCHDOG)).count();
  }

  private static void awaitHealth(AgentProcess agent, int status) {
    agent.await("/health " + status, () -> Scrape.health(agent, "/health").status() == status);
  }

  @Test
  void aReaderThatStopsIsToldToAllWhoAsk() throws Exception {
    try (Datagrams socket = new Datagrams(SOCKET);
        AgentProcess agent = start(SUPERVISED, "--json")) {
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
      agent.await("the watchdog", () -> alive(socket) > 0);
      Path file = Files.createFile(marked.resolve("f"));
      double latency = Scrape.metric(agent, LATENCY);
      try (Debugger debugger = new Debugger(agent.pid(), "java")) {
        cat(file);
        agent.await("what waits", () -> Scrape.metric(agent, RING) > 0);
        awaitHealth(agent, 503);
        agent.await("the reason", () -> Scrape.is(agent, READER, 0));
        Client.Reply health = Scrape.health(agent, "/health");
        assertTrue(health.body().contains("no pass for "), health.body());
        assertEquals(503, Scrape.health(agent, "/ready").status());
        assertEquals(0, Scrape.metric(agent, "sentinel_ready"));
        agent.await("the log", () -> agent.stderr().contains("The reader has made no pass for"));
        assertTrue(agent.stderr().contains("at io.sentineledge.agent.Reader.pass"), agent::stderr);
        long told = alive(socket);
        Thread.sleep(3000);
        assertEquals(told, alive(socket), "whoever supervises it would start it again");
      }
      awaitHealth(agent, 200);
      assertEquals(1, Scrape.metric(agent, READER));
      agent.await("the alert that waited", () -> Scrape.metric(agent, LATENCY) > latency + 3);
      assertTrue(Scrape.metric(agent, "sentinel_recoveries_total{component=\"reader\"}") >= 1);
      long told = alive(socket);
      agent.await("the watchdog", () -> alive(socket) > told);
    }
  }

  @Test
  void anAgentThatAnErrorEndsSaysSoAndEndsAtOnce() throws Exception {
    // A damaged class, which is first used once programs are attached
    Path damaged = Files.createDirectories(folder.resolve("damaged/io/sentineledge/agent"));
    Files.writeString(damaged.resolve("Uptime.class"), "no class");
    Installed.before(launcher, folder.resolve("damaged"));
    List<String> options = List.of("--no-default-rules", "--rules", rules.toString());
    try (AgentProcess agent = AgentProcess.start(launcher, Map.of(), options)) {
      assertEquals(1, agent.exitStatus(), agent::stderr);
      assertTrue(agent.stderr().contains("internal error, please report it"), agent::stderr);
      assertTrue(agent.stderr().contains("java.lang.ClassFormatError"), agent::stderr);
    }
  }

  /** Restricts the heap, and keeps all alerts in it that a dead receiver does not take. */
  private AgentProcess startWithLittleHeap() throws IOException {
    Path options = launcher.resolveSibling("lib").resolve("jvm.options");
    Files.writeString(options, Files.readString(options) + "-Xms14m\n-Xmn4m\n-Xmx14m\n");
    Path file = Files.createFile(folder.resolve("file"));
    Path config =
        config(
            """
            [core]
            state_dir = "%s/no-folder"
            [outputs.dead]
            type = "webhook"
            url = "http://127.0.0.1:9"
            queue_size = 1048576
            """
                .formatted(file));
    return start(Map.of(), "--json", "--config", config.toString());
  }

  @Test
  void anAgentWhoseHeapIsFullEnds() throws Exception {
    Path[] files =
        IntStream.range(0, 1000).mapToObj(i -> marked.resolve("f" + i)).toArray(Path[]::new);
    for (Path file : files) {
      Files.createFile(file);
    }
    try (AgentProcess agent = startWithLittleHeap()) {
      for (int i = 0; i < 100 && agent.isAlive(); i++) {
        cat(files);
      }
      assertEquals(3, agent.exitStatus(), agent::stderr);
      assertTrue(agent.stderr().contains("java.lang.OutOfMemoryError"), agent::stderr);
    }
  }
}
