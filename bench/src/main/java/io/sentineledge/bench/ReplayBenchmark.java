package io.sentineledge.bench;

import io.sentineledge.agent.Replay;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.Text;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.capture.ReplaySource;
import io.sentineledge.state.EventIntake;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Replays a capture on one thread with one set of rules, again and again, and prints what a pass
 * takes once the compiler is done: CPU time of the thread, reading of the file included, and bytes
 * that the thread allocates.
 *
 * <p>Arguments: capture, number of measured passes, name of the set, then its rule files; without
 * any: {@code read} reads and checks records, {@code state} keeps processes too, {@code own} has
 * the shipped rules.
 */
public final class ReplayBenchmark {
  private static final int WARM_UP_PASSES = 4;

  private final Path capture;
  private long alerts;
  private long events;

  private ReplayBenchmark(Path capture) {
    this.capture = capture;
  }

  /** Prints one line. */
  public static void main(String[] args) {
    new ReplayBenchmark(Path.of(args[0]))
        .run(Integer.parseInt(args[1]), args[2], Arrays.copyOfRange(args, 3, args.length));
  }

  private void run(int passes, String name, String[] files) {
    boolean read = name.equals("read");
    RuleLoader loader = new RuleLoader();
    if (name.equals("own")) {
      loader.addShipped();
    }
    for (String file : files) {
      loader.add(Path.of(file));
    }
    RuleLoader.Result rules = loader.load();
    if (rules.diagnostics().hasErrors()) {
      throw new IllegalStateException(name + " has errors; see rules check");
    }
    Engine engine = new Engine(rules.rules(), Matching.FIRST, new Counting());
    EventIntake.Handler handler = name.equals("state") ? _ -> {} : engine::evaluate;
    double[] nanos = new double[passes];
    double[] bytes = new double[passes];
    for (int pass = -WARM_UP_PASSES; pass < passes; pass++) {
      alerts = 0;
      long cpu = cpu();
      long allocated = allocated();
      if (read) {
        read();
      } else {
        replay(rules.rules().paths(), handler);
      }
      if (pass >= 0) {
        bytes[pass] = (double) (allocated() - allocated) / events;
        nanos[pass] = (double) (cpu() - cpu) / events;
      }
    }
    Arrays.sort(nanos);
    Arrays.sort(bytes);
    System.out.printf(
        Locale.ROOT,
        "%-20s %6d rules %,12d events %,8d alerts %,12.0f events/s of CPU (%.1f ns, best %.1f) %8.2f B/event%n",
        name,
        rules.rules().enabled().size(),
        events,
        alerts,
        1e9 / nanos[passes / 2],
        nanos[passes / 2],
        nanos[0],
        bytes[passes / 2]);
  }

  private void replay(Set<Text> paths, EventIntake.Handler handler) {
    try (Replay replay = Replay.open(capture)) {
      replay.run(new HashSet<>(paths), handler, () -> false);
      events = replay.accounting().delivered();
    }
  }

  private void read() {
    RecordHandler nothing = (_, _, _, _) -> {};
    try (ReplaySource source = ReplaySource.open(capture)) {
      source.listTasks(nothing);
      while (!source.exhausted()) {
        source.poll(nothing);
      }
      events = source.accounting().delivered();
    }
  }

  private final class Counting implements AlertHandler {
    @Override
    public void alert(Alert alert) {
      alerts++;
    }

    @Override
    public void failed(Rule rule, Throwable failure) {
      throw new IllegalStateException(rule.name(), failure);
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
