package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What is collected for support from an agent that runs, one that is gone, one that can't start.
 */
@Timeout(300)
class DiagnoseTest extends AgentFixture {
  /** Every secret begins so. */
  private static final String SECRET = "planted";

  private final Map<String, String> variables = new HashMap<>();

  /** Collects; by name what tar finds in the file. What was printed is by an empty name. */
  private Map<String, String> diagnose(Path file, Path config) throws Exception {
    List<String> arguments = List.of("diagnose", file.toString(), "--config", config.toString());
    Map<String, String> texts = new TreeMap<>();
    try (AgentProcess command = AgentProcess.start(launcher, variables, arguments)) {
      assertEquals(0, command.exitStatus(), command::stderr);
      texts.put("", new String(command.stdout(), UTF_8));
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Path to = Files.createTempDirectory(folder, "unpacked");
    Process tar =
        new ProcessBuilder("tar", "-xzf", file.toString(), "-C", to.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, tar.waitFor(), said);
    try (Stream<Path> files = Files.walk(to)) {
      files
          .filter(Files::isRegularFile)
          .forEach(path -> texts.put(inArchive(to.relativize(path)), read(path)));
    }
    texts.forEach((name, text) -> assertFalse(text.contains(SECRET), () -> name + ":\n" + text));
    return texts;
  }

  /** Without the folder that everything is in. */
  private static String inArchive(Path path) {
    return path.subpath(1, path.getNameCount()).toString();
  }

  private static void has(Map<String, String> texts, String name, String part) {
    String text = texts.getOrDefault(name, "");
    assertTrue(text.contains(part), () -> part + " is not in " + name + ":\n" + text);
  }

  private Path configWithSecrets() throws IOException {
    Path tokens = Files.writeString(folder.resolve("tokens"), SECRET + "-token-of-the-ports\n");
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    return config(
        """
        [core]
        state_dir = "%1$s/state"
        [monitoring]
        auth_token_file = "tokens"
        [logging]
        log_file = "%1$s/log/sentinel.log"
        [security]
        log_security_events = true
        redact = ["pin:([a-z0-9-]+)"]
        [rules]
        default = false
        files = ["rules.yaml"]
        [outputs.siem]
        type = "webhook"
        url = "http://127.0.0.1:9/services/planted-in-a-url"
        headers = { "X-Key" = "Key planted-in-a-header" }
        [outputs.helper]
        type = "program"
        command = ["/bin/cat", "-", "--password", "planted-in-a-list"]
        """
            .formatted(folder));
  }

  @Test
  void whatIsCollectedHoldsNoSecret() throws Exception {
    Path config = configWithSecrets();
    int[] ports = {FreePort.find(), FreePort.find()};
    variables.put("SENTINEL_HEALTH_CHECK_PORT", "" + ports[0]);
    variables.put("SENTINEL_PROMETHEUS_PORT", "" + ports[1]);
    variables.put("SENTINEL_UNKNOWN_TOKEN", "planted-in-a-variable");
    variables.put("OTHER", "planted-with-another");
    try (AgentProcess agent =
        AgentProcess.start(launcher, variables, List.of("--config", config.toString()))
            .awaitReady()) {
      Path log = folder.resolve("log/sentinel.log");
      agent.await("the log", () -> read(log).contains("port.metrics listens"));
      Files.writeString(
          log,
          """
          ran curl -H "Authorization: Bearer planted-in-a-command" pin:planted-in-a-pattern
          answer {"access_token": "planted in json"}
          sent Key planted-in-a-header
          """,
          StandardOpenOption.APPEND);
      cat(marked.resolve("x"));
      Map<String, String> texts = diagnose(folder.resolve("bundle.tar.gz"), config);
      has(texts, "version.txt", Version.TEXT);
      has(texts, "doctor.txt", "The agent can run here.");
      has(texts, "config.toml", "url = \"(secret)\"");
      has(texts, "config.toml", "command = [\"/bin/cat\", \"-\", \"--password\", \"***\"]");
      has(texts, "rules.txt", "0 errors");
      has(texts, "environment.txt", "SENTINEL_UNKNOWN_TOKEN=***");
      assertTrue(
          texts
              .getOrDefault("environment.txt", "")
              .lines()
              .allMatch(l -> l.startsWith("SENTINEL_")));
      has(texts, "agent/health.json", "\"components\"");
      has(texts, "agent/ready.json", "\"ready\"");
      has(texts, "agent/version.json", Version.NUMBER);
      has(texts, "agent/status.json", "\"siem\"");
      has(texts, "agent/metrics.txt", "sentinel_events_processed_total");
      has(texts, "log/sentinel.log", "Authorization: *** ***");
      has(texts, "log/sentinel.log", "pin:***");
      has(texts, "log/security.log", "\"security_event\":\"start\"");
      has(texts, "kernel.txt", "== /proc/self/mountinfo");
      has(texts, "contents.txt", "agent/metrics.txt");
      has(texts, "", "agent/metrics.txt");
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
    }
    Map<String, String> gone = diagnose(folder.resolve("gone.tar.gz"), config);
    has(gone, "", "agent/health.json        no answer from");
    has(gone, "contents.txt", "agent/metrics.txt        no answer from");
    has(gone, "log/sentinel.log", "listens on");
  }

  @Test
  void anAgentThatCanNotStartIsDiagnosedToo() throws Exception {
    Path config =
        config("[core]\nno_such_key = 1\n[logging]\nlog_file = \"%s/log\"\n".formatted(folder));
    Path target = Files.writeString(folder.resolve("another"), "planted behind a link");
    Files.createSymbolicLink(folder.resolve("log"), target);
    Files.writeString(rules, "- rule: Broken\n");
    Map<String, String> texts = diagnose(folder.resolve("bundle.tar.gz"), config);
    has(texts, "config-problems.txt", "no_such_key");
    has(texts, "contents.txt", "no regular file");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Path file = Files.writeString(folder.resolve("precious"), "precious");
    try (AgentProcess command = AgentProcess.start(launcher, "diagnose", file.toString())) {
      assertEquals(2, command.exitStatus(), command::stderr);
    }
    assertEquals("precious", Files.readString(file));
  }
}
