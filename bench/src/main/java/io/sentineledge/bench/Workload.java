package io.sentineledge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C program that does measured work, and the one number that it prints. */
final class Workload implements AutoCloseable {
  private final Process process;
  private final List<String> command;

  private Workload(List<String> command) throws IOException {
    this.command = command;
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static Workload start(Path tools, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(tools.resolve("workload").toString());
    return new Workload(command);
  }

  static double run(Path tools, String... arguments) throws IOException, InterruptedException {
    try (Workload workload = start(tools, arguments)) {
      return workload.result();
    }
  }

  /** Waits for its end. */
  double result() throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("workload failed: " + command);
    }
    return Double.parseDouble(output.strip());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
