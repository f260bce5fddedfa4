package io.sentineledge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that is measured against: it says when it is ready, and is ended by {@link #close}. */
final class Background implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final List<String> command;
  private final Path errors;

  private Background(List<String> command, Path errors, Process process) {
    this.command = command;
    this.errors = errors;
    this.process = process;
  }

  /** Starts the agent with its alerts thrown away, and waits for its {@code ready:} line. */
  static Background agent(Path agent, String... arguments)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("sentinel-bench", ".log");
    errors.toFile().deleteOnExit();
    List<String> command =
        Stream.concat(Stream.of(agent.toString()), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    Background background = new Background(command, errors, process);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!background.errors().contains("ready:")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        background.close();
        throw new IOException("not ready: " + command + "\n" + background.errors());
      }
      Thread.sleep(20);
    }
    return background;
  }

  /** Starts the loader of empty programs. */
  static Background empty(Path loader, Path object) throws IOException {
    List<String> command = List.of(loader.toString(), object.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"ready".equals(output.readLine())) {
      process.destroy();
      throw new IOException("not ready: " + command);
    }
    return new Background(command, object, process);
  }

  long pid() {
    return process.pid();
  }

  /** What the agent wrote to its standard error so far. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Ends the process, waits for it, and returns what it wrote to its standard error. */
  String stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("did not stop: " + command);
    }
    return errors();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
  }
}
