package io.sentineledge.agent;

import io.sentineledge.kernel.ProgramCosts;
import io.sentineledge.kernel.ProgramCosts.Cost;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What the kernel programs of agents on this machine cost, those that ran in a while. */
final class ProgramProfile {
  private static final String PREFIX = "se_";
  private static final Cost NONE = new Cost(0, 0);

  private ProgramProfile() {}

  /**
   * Measures and tells, the dearest first.
   *
   * @throws io.sentineledge.kernel.KernelException if the kernel does not let it measure
   */
  static String of(Duration time) throws InterruptedException {
    Map<String, Cost> costs = new TreeMap<>();
    double seconds;
    try (ProgramCosts programs = new ProgramCosts()) {
      Map<String, Cost> before = programs.look(PREFIX);
      long begin = System.nanoTime();
      Thread.sleep(time);
      programs
          .look(PREFIX)
          .forEach((name, cost) -> costs.put(name, cost.since(before.getOrDefault(name, NONE))));
      seconds = (System.nanoTime() - begin) / 1e9;
    }
    if (costs.isEmpty()) {
      return "No agent's programs are in the kernel: start the agent first.\n";
    }
    StringBuilder text = new StringBuilder();
    text.append("%-16s %12s %10s %12s%n".formatted("program", "runs/s", "ns/run", "% of a core"));
    costs.entrySet().stream()
        .filter(e -> e.getValue().runs() > 0)
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Cost::ns).reversed()))
        .forEach(e -> text.append(line(e.getKey(), e.getValue(), seconds)));
    return text.append(line("all", costs.values().stream().reduce(NONE, Cost::and), seconds))
        .toString();
  }

  private static String line(String name, Cost cost, double seconds) {
    return "%-16s %,12.0f %10d %12.2f%n"
        .formatted(
            name,
            cost.runs() / seconds,
            cost.runs() == 0 ? 0 : cost.ns() / cost.runs(),
            cost.ns() / seconds / 1e7);
  }
}
