package io.sentineledge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time from the start of the agent to its {@code ready:} line, against a start that only prints
 * the version, alternating: medians. The processor time says more where other work runs beside it.
 */
public final class Start {
  private static final int STARTS = 10;

  private Start() {}

  /** Argument: the agent's executable. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path agent = Path.of(args[0]);
    List<Double> ready = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    List<Double> version = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      long begin = System.nanoTime();
      Process process =
          new ProcessBuilder(agent.toString(), "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      version.add(millisSince(begin));
      begin = System.nanoTime();
      try (Background background = Background.agent(agent, "--json")) {
        ready.add(millisSince(begin));
        processor.add(processorMillis(background.pid()));
        background.stop();
      }
    }
    System.out.printf(
        Locale.ROOT,
        "start to ready: median of %d %.0f ms (%.0f to %.0f), processor time %.0f ms; --version alone %.0f ms: %.2f%n",
        STARTS,
        Medians.of(ready),
        ready.stream().min(Double::compare).orElseThrow(),
        ready.stream().max(Double::compare).orElseThrow(),
        Medians.of(processor),
        Medians.of(version),
        Medians.of(ready) / Medians.of(version));
  }

  private static double processorMillis(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow()
        .toMillis();
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
