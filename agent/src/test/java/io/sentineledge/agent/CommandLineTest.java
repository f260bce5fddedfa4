package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command line does before anything is attached; needs no root. */
@Timeout(300)
class CommandLineTest {
  @TempDir private Path folder = Path.of("");
  private Path launcher = Path.of("");

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void install() throws IOException {
    launcher = Installed.in(Files.createDirectory(folder.resolve("dist")));
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    try (AgentProcess agent = AgentProcess.start(launcher, environment, List.of(arguments))) {
      int status = agent.exitStatus();
      return new Result(status, new String(agent.stdout(), UTF_8), agent.stderr());
    }
  }

  private Result run(String... arguments) throws Exception {
    return run(Map.of(), arguments);
  }

  @Test
  void theCallersJavaOptionsAreForOtherPrograms() throws Exception {
    Result result =
        run(
            Map.of(
                "JAVA_TOOL_OPTIONS", "-XX:+NoSuchOption",
                "JDK_JAVA_OPTIONS", "-XX:+NoSuchOption",
                "_JAVA_OPTIONS", "-XX:+NoSuchOption",
                "CLASSPATH", "/nowhere"),
            "--version");
    assertEquals(new Result(0, "sentinel-edge 0.1.0\n", ""), result);
  }

  @Test
  void theGuidesConfigurationIsValid() throws Exception {
    Path guide = Path.of("src/test/resources/io/sentineledge/agent/guide.toml").toAbsolutePath();
    Path config = Files.writeString(folder.resolve("c.toml"), Files.readString(guide));
    Result result = run("--no-default-rules", "--config", config.toString(), "--check-config");
    assertEquals(0, result.status, result.err);
    assertEquals("", result.out);
  }

  @Test
  void badUsageIsStatusTwo() throws Exception {
    Result unknown = run("--bogus");
    assertEquals(2, unknown.status);
    assertTrue(unknown.err.contains("'--bogus'"), unknown.err);
    Result misplaced = run("--json", "events");
    assertEquals(2, misplaced.status);
    assertTrue(misplaced.err.contains("events --json"), misplaced.err);
    assertEquals(2, run("events", "proc.nmae = cat").status);
  }

  @Test
  void badConfigurationIsStatusTwoWithItsPlace() throws Exception {
    Path config = Files.writeString(folder.resolve("c.toml"), "[ebpf]\nring_bufer_size = 1\n");
    Result result = run("--config", config.toString(), "--check-config");
    assertEquals(2, result.status);
    assertTrue(result.err.contains(config + ":2:1: error: unknown key"), result.err);
  }

  @Test
  void allProblemsAreToldAtOnce() throws Exception {
    Path rules = Files.writeString(folder.resolve("r.yaml"), "- rule: Wrong\n");
    Path config = Files.writeString(folder.resolve("c.toml"), "x = 1\ny = 2\n");
    Result result =
        run(
            Map.of("SENTINEL_BATCH_SIZE", "none"),
            "--config",
            config.toString(),
            "--no-default-rules",
            "--rules",
            rules.toString(),
            "--check-config");
    assertEquals(2, result.status);
    for (String problem : List.of(":1:1: ", ":2:1: ", "SENTINEL_BATCH_SIZE: ", "r.yaml:1:")) {
      assertTrue(result.err.contains(problem), result.err);
    }
  }

  @Test
  void theConfigurationIsShownWithWhereItComesFrom() throws Exception {
    Path config = Files.writeString(folder.resolve("c.toml"), "[ebpf]\nbatch_size = 7\n");
    Result result =
        run(
            Map.of("SENTINEL_PROMETHEUS_PORT", "9191"),
            "config",
            "show",
            "--config",
            config.toString(),
            "--set",
            "ebpf.batch_timeout_us=5");
    assertEquals(0, result.status, result.err);
    for (String line :
        List.of(
            "batch_size = 7 +# " + config + ":2",
            "batch_timeout_us = 5 +# --set",
            "prometheus_port = 9191 +# SENTINEL_PROMETHEUS_PORT",
            "health_check_bind = \"127.0.0.1\" +# default")) {
      assertTrue(result.out.lines().anyMatch(l -> l.matches(line)), line + "\n" + result.out);
    }
  }

  @Test
  void badRulesAreStatusTwoBeforeAnythingIsAttached() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            - rule: Wrong
              desc: x
              condition: proc.nmae = cat
              output: x
              priority: INFO
            """);
    Result result = run("--no-default-rules", "--rules", rules.toString());
    assertEquals(2, result.status, result.err);
    assertTrue(result.err.contains(rules + ":3:14: error: "), result.err);
    assertTrue(result.err.contains("proc.name"), result.err);
    assertEquals("", result.out);
    Result missing = run("--no-default-rules", "--rules", "/no/such/rules.yaml");
    assertEquals(2, missing.status, missing.err);
    assertEquals(2, run("rules", "check", rules.toString()).status);
  }

  @Test
  void rulesAreListed() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            - rule: Mine
              desc: What it is for
              condition: evt.type = execve
              output: x
              priority: INFO
              tags: [one]
            """);
    Result listed = run("rules", "list", "--no-default-rules", "--rules", rules.toString());
    assertEquals(0, listed.status, listed.err);
    assertTrue(listed.out.contains("Informational  cheap  yes      Mine  execve  "), listed.out);
    Result json =
        run("rules", "list", "--format", "json", "--no-default-rules", "--rules", rules.toString());
    assertEquals(0, json.status, json.err);
    assertTrue(json.out.startsWith("{\"name\":\"Mine\",\"namespace\":\"user\""), json.out);
    assertTrue(
        json.out.contains("\"cost\":\"cheap\",\"tags\":[\"one\"],\"event_types\":[\"execve\"]"),
        json.out);
    Result checked = run("rules", "check", rules.toString());
    assertEquals(0, checked.status, checked.err);
    assertTrue(checked.out.contains("1 rule, 0 macros, 0 lists"), checked.out);
  }

  @Test
  void rulesAreTestedAndExplained() throws Exception {
    Path rules =
        Files.writeString(
            folder.resolve("r.yaml"),
            """
            - rule: Mine
              desc: What it is for
              condition: evt.type = execve and proc.name = cat
              output: x
              priority: INFO
              tags: [mitre_execution, T1059.004]
            """);
    Path tests =
        Files.writeString(
            folder.resolve("r.test.yaml"),
            """
            - rules: r.yaml
            - test: cat
              event: {evt.type: execve, proc.name: cat}
              fires: Mine
            - test: dog
              event: {evt.type: execve, proc.name: dog}
              not_fires: others
            """);
    Result good = run("rules", "test", "--no-default-rules", tests.toString());
    assertEquals(0, good.status, good.out + good.err);
    assertTrue(good.out.endsWith("2 tests, 0 failed\n"), good.out);
    Files.writeString(tests, Files.readString(tests).replace("name: dog", "name: cat"));
    Result bad = run("rules", "test", "--no-default-rules", folder.toString());
    assertEquals(1, bad.status, bad.out + bad.err);
    assertTrue(bad.out.contains("rule \"Mine\" must not fire, but did (event 1, execve)"), bad.out);
    assertTrue(bad.out.contains("✓ proc.name = cat   [proc.name: cat]"), bad.out);
    Files.writeString(tests, Files.readString(tests).replace("Mine", "Mien"));
    Result wrong = run("rules", "test", "--no-default-rules", tests.toString());
    assertEquals(2, wrong.status, wrong.out + wrong.err);
    assertTrue(wrong.err.contains("there is no rule 'Mien'"), wrong.err);
    Path nothing = Files.writeString(folder.resolve("empty"), "");
    Result none = run("rules", "test", "--no-default-rules", nothing.toString());
    assertEquals(2, none.status, none.out + none.err);
    assertTrue(none.err.contains(nothing + ": no rule tests"), none.err);
    String file = rules.toString();
    Path event = Files.writeString(folder.resolve("e"), "{evt.type: execve, proc.name: dog}");
    Result why =
        run(
            "rules",
            "explain",
            "Mine",
            "--no-default-rules",
            "--rules",
            file,
            "--event",
            event.toString());
    assertEquals(0, why.status, why.err);
    assertTrue(why.out.contains("event 1, execve: does not fire"), why.out);
    assertTrue(why.out.contains("✗ proc.name = cat   [proc.name: dog]"), why.out);
    Files.writeString(event, "{\"rule\":\"Mine\",\"output_fields\":{\"proc.name\":\"cat\"}}");
    Result line =
        run(
            "rules",
            "explain",
            "Mine",
            "--no-default-rules",
            "--rules",
            file,
            "--event",
            event.toString());
    assertTrue(line.out.contains("line 1, alert of Mine: fires"), line.out);
    String only =
        run("rules", "explain", "Mine", "--no-default-rules", "--rules", file, "--json").out;
    assertTrue(only.startsWith("{\"rule\":\"Mine\",\"namespace\":\"user\",\"file\":"), only);
    assertTrue(only.endsWith("\"condition\":\"evt.type = execve and proc.name = cat\"}\n"), only);
    assertEquals(2, run("rules", "explain", "None", "--no-default-rules").status);
    Result coverage = run("rules", "coverage", "--no-default-rules", "--rules", file);
    assertEquals(0, coverage.status, coverage.err);
    assertTrue(coverage.out.contains("\"layer\" : \"4.5\""), coverage.out);
    assertTrue(coverage.out.contains("\"techniqueID\" : \"T1059.004\""), coverage.out);
    assertTrue(coverage.out.contains("\"comment\" : \"Mine\""), coverage.out);
  }

  @Test
  void whatCannotBeRecordedOrReplayedIsStatusTwo() throws Exception {
    Path file = Files.writeString(folder.resolve("precious"), "precious");
    Result exists = run("record", file.toString());
    assertEquals(2, exists.status, exists.err);
    assertTrue(exists.err.contains("--force"), exists.err);
    assertEquals("precious", Files.readString(file));
    Result none = run("replay", file.toString());
    assertEquals(2, none.status, none.err);
    assertTrue(none.err.contains("is not a capture"), none.err);
    assertEquals(2, run("events", "--from", "/no/such/file").status);
    Path other = folder.resolve("other");
    for (String time : List.of("10", "s", "0s", "-1s", "1w")) {
      Result wrong = run("record", other.toString(), "--duration", time);
      assertEquals(2, wrong.status, wrong.err);
    }
    assertEquals(2, run("record", other.toString(), "proc.nmae = cat").status);
    assertFalse(Files.exists(other));
  }

  @Test
  void everyCommandHasHelp() throws Exception {
    for (String command :
        List.of(
            "run",
            "events",
            "record",
            "replay",
            "doctor",
            "diagnose",
            "rules",
            "config",
            "status")) {
      Result result = run(command, "--help");
      assertEquals(0, result.status);
      assertTrue(result.out.startsWith("Usage: sentinel-edge " + command), result.out);
      assertEquals("", result.err);
    }
  }
}
