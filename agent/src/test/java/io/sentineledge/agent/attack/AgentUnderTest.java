package io.sentineledge.agent.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The agent as a process of its own, with the shipped rules, and a rule of the test's on each lane
 * that tells when everything before it has been seen.
 */
final class AgentUnderTest implements AutoCloseable {
  private static final String MARKERS =
      """
      - rule: Marker on the critical lane
        desc: All critical events before this one have been seen
        condition: evt.type = execve and proc.args contains MARKER-
        output: "marker=%proc.args"
        priority: DEBUG
      - rule: Marker on the bulk lane
        desc: All bulk events before this one have been seen
        condition: evt.type in (open, openat, openat2) and fd.name contains MARKER-
        output: "marker=%fd.name"
        priority: DEBUG
      """;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration MARKER = Duration.ofSeconds(5);

  /** The agent reports losses every ten seconds. */
  private static final Duration REPORTS = Duration.ofSeconds(12);

  private static final int ATTEMPTS = 6;

  private final Path folder;
  private final String mark;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private int markers;

  /**
   * Starts the agent and waits until it is ready.
   *
   * @param folder for files of the test
   */
  AgentUnderTest(Path folder) throws IOException {
    this.folder = folder;
    // A second run of these tests on the same machine must not be heard
    this.mark = "sentineledge-marker-" + ProcessHandle.current().pid() + "-";
    Path markerRules = folder.resolve("markers.yaml");
    Files.writeString(markerRules, MARKERS.replace("MARKER-", mark));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, "io.sentineledge.agent.Main"));
    command.addAll(List.of("--json", "--rules", markerRules.toString()));
    process = new ProcessBuilder(command).start();
    collect(process.inputReader(StandardCharsets.UTF_8), lines);
    collect(process.errorReader(StandardCharsets.UTF_8), log);
    require(log, line -> line.startsWith("ready:"), START, "the agent to be ready");
  }

  private void collect(BufferedReader reader, List<String> to) {
    Thread.ofVirtual()
        .start(() -> {
          try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
              add(to, line);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private synchronized void add(List<String> to, String line) {
    to.add(line);
    notifyAll();
  }

  private void require(List<String> in, Predicate<String> wanted, Duration patience, String what) {
    if (!await(in, wanted, patience)) {
      throw new AssertionError(
          "waited for %s, alive=%s, log:\n%s"
              .formatted(what, process.isAlive(), String.join("\n", log)));
    }
  }

  private synchronized boolean await(List<String> in, Predicate<String> wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (in.stream().noneMatch(wanted)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !process.isAlive()) {
        return false;
      }
      try {
        wait(Math.min(left, 100));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return true;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Whether the agent says, now or in its next report, that it lost events; asked once for each.
   */
  boolean lostEvents() {
    boolean lost = await(log, line -> line.contains("events dropped"), REPORTS);
    synchronized (this) {
      log.clear();
    }
    return lost;
  }

  /** The alerts of a login uid, once everything that has happened until now has been seen. */
  List<Alert> alerts(int loginUid) throws Exception {
    for (int attempt = 1; !markersSeen(); attempt++) {
      if (attempt == ATTEMPTS) {
        require(lines, line -> false, Duration.ZERO, "a marker on each lane");
      }
    }
    List<Alert> alerts = new ArrayList<>();
    synchronized (this) {
      for (String line : lines) {
        Alert alert = Alert.parse(line);
        if (alert.fields().get("user.loginuid") instanceof Long uid && uid == loginUid) {
          alerts.add(alert);
        }
      }
      lines.clear();
    }
    return alerts;
  }

  /** A marker can be lost as any event. */
  private boolean markersSeen() throws Exception {
    String marker = mark + markers++ + ".";
    Path file = Files.createFile(folder.resolve(marker));
    new ProcessBuilder("cat", file.toString()).start().waitFor();
    return Stream.of("critical", "bulk")
        .allMatch(lane ->
            await(
                lines,
                line -> line.contains("Marker on the " + lane + " lane") && line.contains(marker),
                MARKER));
  }

  @Override
  public void close() {
    // Not process.destroy(), which closes what is being read
    process.toHandle().destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the agent did not stop");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
