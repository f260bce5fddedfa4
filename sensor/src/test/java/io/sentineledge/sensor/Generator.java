package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Runs the load generator, a static program that keeps its own tally. */
final class Generator {
  /** What it says it did: opens of a file and processes started. */
  record Tally(int pid, long opens, long starts) {}

  private final Process process;

  private Generator(Process process) {
    this.process = process;
  }

  static Generator start(long opens, long starts, long microsBetween) {
    return start("exec \"$@\"", opens, starts, microsBetween);
  }

  /** The same in a cgroup. */
  static Generator startIn(Path cgroup, long opens, long starts, long microsBetween) {
    String script = "echo $$ > " + cgroup.resolve("cgroup.procs") + " && exec \"$@\"";
    return start(script, opens, starts, microsBetween);
  }

  private static Generator start(String script, long opens, long starts, long microsBetween) {
    try {
      Path program =
          Path.of(Objects.requireNonNull(Generator.class.getResource("/generator")).getPath());
      return new Generator(
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  script,
                  "sh",
                  program.toString(),
                  "" + opens,
                  "" + starts,
                  "" + microsBetween)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int pid() {
    return (int) process.pid();
  }

  boolean running() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  Tally tally() throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    String[] numbers = out.strip().split(" ");
    return new Tally(
        Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
  }
}
