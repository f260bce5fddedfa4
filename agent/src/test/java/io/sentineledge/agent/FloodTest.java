package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ring that is far too small: the agent says what was lost, to the event. Needs root. */
@Timeout(300)
class FloodTest {
  private static final long OPENS = 200_000;
  private static final int ATTEMPTS = 3;
  private static final Pattern WARNING =
      Pattern.compile(
          "WARN  LossReport: Ring buffer full, events dropped:.* openat2=(\\d+)(?: .*)?"
              + " \\(raise ebpf\\.ring_buffer_size if it goes on\\)");
  private static final Pattern TOTAL =
      Pattern.compile("^  openat2 +([\\d,]+) delivered +([\\d,]+) lost$", Pattern.MULTILINE);

  @TempDir private Path folder = Path.of("");

  /** What the process did, what the agent was given, and what it said it lost: twice. */
  private record Count(long opened, long delivered, long lost, long warned) {}

  @Test
  void everyLostEventIsReportedByType() throws Exception {
    boolean ci = "true".equals(System.getenv("CI"));
    assumeTrue(ci || System.getProperty("user.name").equals("root"), "loading programs needs root");
    Path launcher = Installed.in(Files.createDirectory(folder.resolve("dist")));
    Path flood = compiled();
    Count count = run(launcher, flood);
    // Another process of this machine may use the same call
    for (int i = 1; i < ATTEMPTS && count.opened() != count.delivered() + count.lost(); i++) {
      count = run(launcher, flood);
    }
    assertEquals(OPENS, count.opened());
    assertTrue(count.lost() > 0, count::toString);
    assertEquals(count.opened(), count.delivered() + count.lost(), count::toString);
    assertEquals(count.lost(), count.warned(), count::toString);
  }

  private Count run(Path launcher, Path flood) throws Exception {
    Path config = Files.writeString(folder.resolve("c.toml"), "[ebpf]\nring_buffer_size = 16384\n");
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            - rule: None
              desc: matches nothing
              condition: evt.type = openat2 and evt.rawres = -1
              output: none
              priority: DEBUG
            """);
    try (AgentProcess agent =
        AgentProcess.start(
                launcher,
                "--config",
                config.toString(),
                "--no-default-rules",
                "--rules",
                rules.toString())
            .awaitReady()) {
      long opened = Long.parseLong(output(List.of(flood.toString(), "" + OPENS)).strip());
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      String said = agent.stderr();
      Matcher total = TOTAL.matcher(said);
      assertTrue(total.find(), said);
      long warned =
          WARNING.matcher(said).results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
      return new Count(opened, number(total.group(1)), number(total.group(2)), warned);
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  private Path compiled() throws Exception {
    Path source = folder.resolve("flood.c");
    try (InputStream in =
        Objects.requireNonNull(FloodTest.class.getResourceAsStream("/flood.c"), "flood.c")) {
      Files.copy(in, source);
    }
    Path program = folder.resolve("flood");
    output(List.of("cc", "-O1", "-o", program.toString(), source.toString()));
    return program;
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), command::toString);
    return output;
  }
}
