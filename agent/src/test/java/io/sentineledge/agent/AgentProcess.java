package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The agent as a child process, by its launcher. */
final class AgentProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private AgentProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static AgentProcess start(Path launcher, Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path folder = Files.createTempDirectory(launcher.getParent(), "run");
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    // Tests in the background of a shell ignore SIGINT, those under nohup SIGHUP; env undoes that
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
    command.add(launcher.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // Neither this machine's configuration nor ports that others use
    builder.environment().put("SENTINEL_CONFIG_PATH", "/dev/null");
    builder.environment().put("SENTINEL_HEALTH_CHECK_PORT", "0");
    builder.environment().put("SENTINEL_PROMETHEUS_PORT", "0");
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).directory(folder.toFile());
    return new AgentProcess(builder.start(), out, err);
  }

  static AgentProcess start(Path launcher, String... arguments) throws IOException {
    return start(launcher, Map.of(), List.of(arguments));
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  byte[] stdout() {
    return read(out);
  }

  String stderr() {
    return new String(read(err), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  AgentProcess awaitReady() {
    await("ready", () -> stderr().lines().anyMatch(line -> line.startsWith("ready: ")));
    return this;
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertTrue(
          isAlive() && System.nanoTime() < end, () -> "waiting for: " + what + "\n" + stderr());
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Sends a signal to this child alone. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  int exitStatus() throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), this::stderr);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
