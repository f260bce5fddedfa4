package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Needs root: a real attack is recorded, then rules are tested with the capture and explained by
 * it.
 */
@Timeout(300)
class CaptureToolsTest {
  private static final String RULES =
      """
      - rule: Secret read
        desc: a test
        condition: >
          evt.type in (open, openat, openat2) and fd.name endswith /captured-secret
          and proc.name = reader
        output: "%fd.name"
        priority: CRITICAL
      - rule: Secret written
        desc: a test
        condition: >
          evt.type in (open, openat, openat2) and fd.name endswith /captured-secret
          and proc.name = reader and evt.is_open_write = true
        output: "%fd.name"
        priority: CRITICAL
      """;

  private static final String TESTS =
      """
      - rules: rules.yaml
      - test: the secret was read
        capture: recorded
        fires: Secret read
        not_fires: Secret written
      """;

  @TempDir private Path folder = Path.of("");
  private Path launcher = Path.of("");

  private record Result(int status, String out, String err) {}

  private Result run(String... arguments) throws Exception {
    try (AgentProcess agent = AgentProcess.start(launcher, Map.of(), List.of(arguments))) {
      int status = agent.exitStatus();
      return new Result(status, new String(agent.stdout(), UTF_8), agent.stderr());
    }
  }

  private Result explain(String rule, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("rules", "explain", rule, "--no-default-rules", "--rules"));
    arguments.add(folder.resolve("rules.yaml").toString());
    arguments.addAll(List.of("--event", folder.resolve("recorded").toString()));
    arguments.addAll(List.of(more));
    Result result = run(arguments.toArray(String[]::new));
    assertEquals(0, result.status, result.err);
    return result;
  }

  /** Five reads of a file by a program that nobody else runs. */
  private void record() throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("captured-secret"), "x");
    Path program = Files.copy(Path.of("/bin/cat"), folder.resolve("reader"));
    assertTrue(program.toFile().setExecutable(true));
    Path file = folder.resolve("recorded");
    try (AgentProcess recorder = AgentProcess.start(launcher, "record", file.toString())) {
      recorder.awaitReady();
      for (int i = 0; i < 5; i++) {
        Process attack =
            new ProcessBuilder(program.toString(), secret.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, attack.waitFor());
      }
      Thread.sleep(500);
      recorder.signal("TERM");
      assertEquals(0, recorder.exitStatus(), recorder.stderr());
    }
  }

  @Test
  void aRecordingIsTestedAndExplained() throws Exception {
    launcher = Installed.in(Files.createDirectory(folder.resolve("dist")));
    Files.writeString(folder.resolve("rules.yaml"), RULES);
    record();
    theRulesAreTestedWithIt();
    theEventsOfInterestAreExplained();
    theSameInJson();
    theReportSaysWhyTheEndWasNotSeen();
  }

  private void theRulesAreTestedWithIt() throws Exception {
    Path tests = Files.writeString(folder.resolve("a.test.yaml"), TESTS);
    Result good = run("rules", "test", "--no-default-rules", tests.toString());
    assertEquals(0, good.status, good.out + good.err);
    assertTrue(good.out.endsWith("1 test, 0 failed\n"), good.out);
    Files.writeString(
        tests,
        TESTS
            .replace("fires: Secret read", "fires: Secret written")
            .replace("not_fires: Secret written", "not_fires: Secret read"));
    Result bad = run("rules", "test", "--no-default-rules", tests.toString());
    assertEquals(1, bad.status, bad.out + bad.err);
    assertTrue(bad.out.contains("rule \"Secret read\" must not fire, but did"), bad.out);
    assertTrue(bad.out.contains("rule \"Secret written\" must fire, but did not"), bad.out);
    Files.writeString(tests, TESTS.replace("capture: recorded", "capture: other"));
    Result none = run("rules", "test", "--no-default-rules", tests.toString());
    assertEquals(2, none.status, none.out + none.err);
    assertTrue(none.err.contains("cannot be read"), none.err);
  }

  private void theEventsOfInterestAreExplained() throws Exception {
    String fires = explain("Secret read").out;
    assertTrue(fires.contains("The rule fires for 5 of "), fires);
    assertTrue(fires.contains("; the first 3:"), fires);
    assertEquals(3, fires.lines().filter(line -> line.endsWith(": fires")).count(), fires);
    assertTrue(fires.contains("[proc.name: reader]"), fires);
    String nearest = explain("Secret written").out;
    assertTrue(nearest.contains("The rule fires for none of "), nearest);
    assertTrue(nearest.contains("the nearest one:"), nearest);
    assertTrue(nearest.contains("✗ evt.is_open_write = true"), nearest);
    assertFalse(nearest.contains("✗ fd.name endswith"), nearest);
  }

  private void theReportSaysWhyTheEndWasNotSeen() {
    Path file = folder.resolve("recorded");
    try (Replay unread = Replay.open(file)) {
      ReplayReport report = new ReplayReport(file, unread);
      String stopped = report.text(true, "");
      assertTrue(stopped.startsWith("stopped before the end of the capture\nreplayed 0 "), stopped);
      String torn = report.text(false, "");
      assertTrue(torn.startsWith("warning: the capture has no proper end"), torn);
    }
  }

  private void theSameInJson() throws Exception {
    List<String> lines = explain("Secret read", "--json").out.lines().toList();
    assertEquals(3, lines.size());
    for (String line : lines) {
      assertTrue(
          line.startsWith("{\"rule\":\"Secret read\",\"enabled\":true,\"event\":{\"number\":"),
          line);
      assertTrue(line.contains("\"verdict\":\"true\",\"fired\":false,\"explanation\":{"), line);
      assertTrue(
          line.contains(
              "{\"verdict\":\"true\",\"condition\":\"proc.name = reader\",\"operands\":"
                  + "[{\"operand\":\"proc.name\",\"known\":true,\"value\":\"reader\"}]}"),
          line);
    }
  }
}
