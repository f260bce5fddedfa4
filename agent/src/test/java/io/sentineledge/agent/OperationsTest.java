package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The running agent under its operator's hands: logs, outputs, changes. Needs root. */
@Timeout(300)
class OperationsTest extends AgentFixture {
  private static final int FILES = 300;

  @BeforeEach
  void createFiles() throws IOException {
    rule("First");
    for (int i = 0; i < FILES; i++) {
      Files.createFile(marked.resolve("f" + i));
    }
  }

  private AgentProcess startJson(Map<String, String> environment, String... options)
      throws IOException {
    return start(
        environment, Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new));
  }

  private static String out(AgentProcess agent) {
    return String.join("\n", lines(agent));
  }

  @Test
  void eventsDuringAReloadAreEvaluatedByTheOldOrTheNewRules() throws Exception {
    try (AgentProcess agent = startJson(Map.of())) {
      String loop =
          "i=0; while [ $i -lt %d ]; do : < %s/f$i; sleep 0.02; i=$((i+1)); done"
              .formatted(FILES, marked);
      Process stream = new ProcessBuilder("sh", "-c", loop).start();
      agent.await("the old rule", () -> out(agent).contains("\"First\""));
      rule("Second");
      agent.signal("HUP");
      agent.await("the new rule", () -> out(agent).contains("\"Second\""));
      Files.writeString(rules, "- rule: Broken\n");
      agent.signal("HUP");
      agent.await("a refusal", () -> agent.stderr().contains("are rejected"));
      assertEquals(200, Scrape.health(agent, "/health").status());
      assertEquals(1, Scrape.metric(agent, "sentinel_reloads_total{result=\"failure\"}"));
      assertEquals(1, Scrape.metric(agent, "sentinel_reloads_total{result=\"success\"}"));
      assertEquals(0, stream.waitFor());
      agent.await("all events", () -> Set.copyOf(Receiver.names(out(agent))).size() == FILES);
      assertEquals(
          FILES,
          lines(agent).stream().filter(line -> line.contains("/marked/f")).count(),
          "each is evaluated once");
      rule("Third");
      agent.await(
          "a change of the file",
          () -> agent.stderr().contains("Configuration and rules were read again (a file"));
    }
  }

  @Test
  void logsAndOutputsAreWritten() throws Exception {
    Path config =
        config(
            """
            [core]
            state_dir = "%1$s/state"
            [logging]
            log_file = "%1$s/log/sentinel.log"
            format = "json"
            level = "debug"
            [security]
            log_security_events = true
            redact = ["pin:([0-9]+)"]
            [outputs.copy]
            type = "file"
            path = "out/alerts.json"
            [outputs.none]
            type = "file"
            path = "out/none.json"
            minimum_priority = "critical"
            [outputs.gone]
            type = "webhook"
            url = "http://127.0.0.1:9"
            """
                .formatted(folder));
    try (AgentProcess agent = startJson(Map.of(), "--config", config.toString())) {
      new ProcessBuilder("cat", marked.resolve("f1").toString(), "--", "--password=x", "pin:1")
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      Path copy = folder.resolve("out/alerts.json");
      agent.await("the file", () -> read(copy).contains("\"First\""));
      agent.await("stdout", () -> out(agent).contains("\"First\""));
      assertEquals(out(agent) + "\n", read(copy));
      assertTrue(out(agent).contains("--password=*** pin:***"), out(agent));
      Path security = folder.resolve("log/security.log");
      agent.await("the security log", () -> read(security).contains("\"First\""));
      assertTrue(read(security).contains("\"security_event\":\"start\""), read(security));
      assertFalse(Files.exists(folder.resolve("out/none.json")));
      agent.await(
          "the spool",
          () -> Scrape.metric(agent, "sentinel_output_spool_bytes{output=\"gone\"}") > 100);
      agent.await(
          "health", () -> Scrape.health(agent, "/health").body().contains("\"output.gone\":{"));
      assertEquals(200, Scrape.health(agent, "/health").status());
      agent.signal("USR1");
      agent.await("the state", () -> agent.stderr().contains("state of sentinel-edge"));
      agent.await(
          "the log file",
          () -> read(folder.resolve("log/sentinel.log")).contains("port.health listens"));
      assertTrue(agent.stderr().contains("{\"time\":\"20"), agent::stderr);
      assertTrue(agent.stderr().lines().anyMatch(line -> line.startsWith("ready: 1 rules")));
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      assertTrue(read(security).contains("\"security_event\":\"stop\""), read(security));
    }
    assertTrue(Files.size(folder.resolve("state/spool/gone.spool")) > 100);
  }

  @Test
  void withoutThreatDetectionNoRuleIsEvaluated() throws Exception {
    try (AgentProcess agent = startJson(Map.of("SENTINEL_ENABLE_THREAT_DETECTION", "false"))) {
      assertTrue(agent.stderr().contains("ready: 0 rules"), agent::stderr);
      new ProcessBuilder("cat", marked.resolve("f1").toString()).start().waitFor();
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
      assertEquals(0, agent.stdout().length);
    }
  }
}
