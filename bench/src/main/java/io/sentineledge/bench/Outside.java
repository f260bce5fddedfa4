package io.sentineledge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a workload notices: getppid, open+close and fork+exec with nothing attached, with empty
 * programs at the agent's attachment points, and with the agent. The three alternate, so that a
 * drift of the machine's speed meets all alike; figures are medians over the rounds, ratios medians
 * of each round's ratio.
 */
public final class Outside {
  private enum Load {
    NOTHING,
    EMPTY,
    AGENT
  }

  private record Work(String name, long operations) {}

  private static final List<Work> WORK =
      List.of(
          new Work("getppid", 3_000_000),
          new Work("openclose", 300_000),
          new Work("forkexec", 1_500));

  private final Path tools;
  private final Path agent;

  private Outside(Path tools, Path agent) {
    this.tools = tools;
    this.agent = agent;
  }

  /** Arguments: folder of the compiled C tools, the agent's executable, number of rounds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new Outside(Path.of(args[0]), Path.of(args[1])).run(Integer.parseInt(args[2]));
  }

  private void run(int rounds) throws IOException, InterruptedException {
    double[][][] times = new double[WORK.size()][Load.values().length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (Load load : Load.values()) {
        try (Background background = start(load)) {
          for (int work = 0; work < WORK.size(); work++) {
            times[work][load.ordinal()][round] = measure(WORK.get(work));
          }
        }
      }
    }
    print(times, rounds);
  }

  private @Nullable Background start(Load load) throws IOException, InterruptedException {
    return switch (load) {
      case NOTHING -> null;
      case EMPTY -> Background.empty(tools.resolve("empty"), tools.resolve("empty.bpf.o"));
      case AGENT -> Background.agent(agent, "--json");
    };
  }

  private double measure(Work work) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                tools.resolve("workload").toString(), work.name(), Long.toString(work.operations()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("workload failed: " + work);
    }
    return Double.parseDouble(output.strip());
  }

  private static void print(double[][][] times, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-10s %12s %12s %12s %14s %14s %12s%n",
        "workload",
        "off ns",
        "empty ns",
        "agent ns",
        "agent/off",
        "agent/empty",
        "agent-empty");
    for (int work = 0; work < WORK.size(); work++) {
      double[] off = times[work][Load.NOTHING.ordinal()];
      double[] empty = times[work][Load.EMPTY.ordinal()];
      double[] on = times[work][Load.AGENT.ordinal()];
      List<Double> toOff = new ArrayList<>();
      List<Double> toEmpty = new ArrayList<>();
      List<Double> difference = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        toOff.add(on[round] / off[round]);
        toEmpty.add(on[round] / empty[round]);
        difference.add(on[round] - empty[round]);
      }
      System.out.printf(
          Locale.ROOT,
          "%-10s %12.0f %12.0f %12.0f %14.3f %14.3f %12.0f%n",
          WORK.get(work).name(),
          median(off),
          median(empty),
          median(on),
          median(toOff),
          median(toEmpty),
          median(difference));
    }
  }

  private static double median(double[] values) {
    return median(Arrays.stream(values).boxed().toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
