package io.sentineledge.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines to the standard input of a program, which is started at the first alert and again after it
 * has ended. What it prints is discarded; its errors are the agent's.
 */
public final class ProgramSink implements RecordSink {
  private final List<String> command;
  private @Nullable Process process;

  /**
   * @param command the program, by its whole path, and its arguments
   */
  public ProgramSink(List<String> command) {
    this.command = List.copyOf(command);
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    Process running = process;
    if (running == null || !running.isAlive()) {
      running =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process = running;
    }
    OutputStream input = running.getOutputStream();
    for (byte[] record : records) {
      input.write(record);
    }
    input.flush();
  }

  /** Ends the program's input, so that it ends. */
  @Override
  public void close() {
    if (process != null) {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has ended already
      }
      process = null;
    }
  }
}
