package io.sentineledge.evasion;

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

/** The agent as a process of its own, with rules of the test's alone. */
final class Agent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MARKER = "se-evasion-marker-";

  /** Room for what the races do at once. */
  private static final String CONFIG =
      """
      [rules]
      default = false
      matching = "all"
      [ebpf]
      ring_buffer_size = 134217728
      """;

  private final Path folder;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private int markers;

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder for files of the agent's test run
   * @param rules content of the rule file
   */
  Agent(Path folder, String rules) throws IOException {
    this(folder, rules, List.of());
  }

  /**
   * As above, by another program that executes it.
   *
   * @param launcher words before the command
   */
  Agent(Path folder, String rules, List<String> launcher) throws IOException {
    this.folder = folder;
    Path file = folder.resolve("rules.yaml");
    Path config = folder.resolve("config.toml");
    Files.writeString(config, CONFIG);
    Files.writeString(file, rules + markerRule("critical", "execve and proc.args"));
    Files.writeString(file, Files.readString(file) + markerRule("bulk", "openat and fd.name"));
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, "io.sentineledge.agent.Main"));
    command.addAll(List.of("--config", config.toString(), "--json"));
    command.addAll(List.of("--rules", file.toString()));
    process = new ProcessBuilder(command).start();
    collect(process.inputReader(StandardCharsets.UTF_8), lines);
    collect(process.errorReader(StandardCharsets.UTF_8), log);
    await(log, line -> line.startsWith("ready:"), "the agent to be ready");
  }

  private String markerRule(String lane, String condition) {
    return """
    - rule: Marker on the %s lane
      desc: Everything that this lane carried before has been seen
      condition: evt.type = %s contains %s%d-
      output: "%%proc.args %%fd.name"
      priority: DEBUG
    """
        .formatted(lane, condition, MARKER, ProcessHandle.current().pid());
  }

  long pid() {
    return process.pid();
  }

  /** Has it print its state, and waits until a line of that begins with some text. */
  void awaitState(String beginning) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-USR1", "" + pid()).start().waitFor();
    await(log, line -> line.strip().startsWith(beginning), "a state of " + beginning);
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

  private synchronized void await(List<String> in, Predicate<String> wanted, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (in.stream().noneMatch(wanted)) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !process.isAlive()) {
        throw new AssertionError("waited for " + what + ":\n" + String.join("\n", log));
      }
      try {
        wait(Math.min(left, 100));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** All alerts so far, once everything that has happened until now has been seen. */
  List<Alert> alerts() throws IOException, InterruptedException {
    String marker = MARKER + ProcessHandle.current().pid() + "-" + markers++ + ".";
    Path file = Files.createFile(folder.resolve(marker));
    new ProcessBuilder("cat", file.toString()).start().waitFor();
    for (String lane : List.of("critical", "bulk")) {
      await(
          lines,
          line -> line.contains("Marker on the " + lane) && line.contains(marker),
          "the marker on the " + lane + " lane");
    }
    List<Alert> alerts = new ArrayList<>();
    synchronized (this) {
      for (String line : lines) {
        alerts.add(Alert.parse(line));
      }
    }
    return alerts;
  }

  /** The first line on standard output, once there is one. */
  Alert first() throws IOException {
    await(lines, line -> true, "a line");
    synchronized (this) {
      return Alert.parse(lines.getFirst());
    }
  }

  /** Waits for an alert of a rule. */
  void await(String rule) {
    await(lines, line -> line.contains("\"rule\":\"" + rule + "\""), "an alert of " + rule);
  }

  /** Sends this agent a signal, by the program kill. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** Waits until the process has ended. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the agent did not end");
    }
  }

  /** What it logged that tells of lost events. */
  synchronized List<String> losses() {
    return log.stream().filter(line -> line.contains("events dropped")).toList();
  }

  @Override
  public void close() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the agent did not stop");
    }
  }
}
