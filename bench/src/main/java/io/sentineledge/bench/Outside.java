package io.sentineledge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a workload notices: getppid, read, open+close and fork+exec with nothing attached, with
 * empty programs at the agent's attachment points, and with the agent. The three alternate, so that
 * a drift of the machine's speed meets all alike; figures are medians over the rounds, ratios
 * medians of each round's ratio.
 *
 * <p>Each agent first sees some seconds of the same work: that its code is compiled by the JVM
 * while it is young, on processors that the workload needs too, is a cost of its start and not of
 * its run.
 */
public final class Outside {
  private enum Load {
    NOTHING,
    EMPTY,
    AGENT
  }

  /** A workload and its times: ns per operation, by load, one a round. */
  private record Work(String name, long operations, Map<Load, List<Double>> times) {
    Work(String name, long operations) {
      this(name, operations, new EnumMap<>(Load.class));
    }

    void add(Load load, double time) {
      times.computeIfAbsent(load, key -> new ArrayList<>()).add(time);
    }

    List<Double> of(Load load) {
      return times.getOrDefault(load, List.of());
    }

    /** Each round's time under one load against its time under another. */
    List<Double> compare(Load load, Load baseline, DoubleBinaryOperator comparison) {
      List<Double> result = new ArrayList<>();
      for (int round = 0; round < of(load).size(); round++) {
        result.add(comparison.applyAsDouble(of(load).get(round), of(baseline).get(round)));
      }
      return result;
    }
  }

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final List<Work> works =
      List.of(
          new Work("getppid", 3_000_000),
          new Work("read", 2_000_000),
          new Work("openclose", 300_000),
          new Work("forkexec", 1_500));

  private final Path tools;
  private final Path agent;
  private final String[] arguments;

  private Outside(Path tools, Path agent, String... arguments) {
    this.tools = tools;
    this.agent = agent;
    this.arguments = arguments;
  }

  /**
   * Arguments: folder of the compiled C tools, the agent's executable, number of rounds, arguments
   * of the agent.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String[] arguments = Arrays.copyOfRange(args, 3, args.length);
    new Outside(Path.of(args[0]), Path.of(args[1]), arguments).run(Integer.parseInt(args[2]));
  }

  private void run(int rounds) throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Load load : Load.values()) {
        try (Background background = start(load)) {
          if (load == Load.AGENT) {
            warmUp();
          }
          for (Work work : works) {
            work.add(load, measure(work));
          }
        }
      }
    }
    print();
  }

  private @Nullable Background start(Load load) throws IOException, InterruptedException {
    return switch (load) {
      case NOTHING -> null;
      case EMPTY -> Background.empty(tools.resolve("empty"), tools.resolve("empty.bpf.o"));
      case AGENT -> Background.agent(agent, arguments);
    };
  }

  private void warmUp() throws IOException, InterruptedException {
    for (long begin = System.nanoTime(); System.nanoTime() - begin < WARM_UP_NANOS; ) {
      for (Work work : works) {
        measure(work);
      }
    }
  }

  private double measure(Work work) throws IOException, InterruptedException {
    return Workload.run(tools, work.name(), Long.toString(work.operations()));
  }

  private void print() {
    System.out.println(
        "workload         off ns     empty ns     agent ns    agent/off  agent/empty  agent-empty"
            + " ns");
    for (Work work : works) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %12.0f %12.0f %12.0f %12.3f %12.3f %15.0f%n",
          work.name(),
          Medians.of(work.of(Load.NOTHING)),
          Medians.of(work.of(Load.EMPTY)),
          Medians.of(work.of(Load.AGENT)),
          Medians.of(work.compare(Load.AGENT, Load.NOTHING, (a, b) -> a / b)),
          Medians.of(work.compare(Load.AGENT, Load.EMPTY, (a, b) -> a / b)),
          Medians.of(work.compare(Load.AGENT, Load.EMPTY, (a, b) -> a - b)));
    }
  }
}
