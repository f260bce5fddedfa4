package io.sentineledge.bench;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Two processes open and close a file as fast as they can. Events of the bulk lane may be lost, but
 * each is counted: what the processes say they did is what the agent had delivered and lost. No
 * critical event may be lost. The baseline is the same work without the agent.
 */
public final class Flood {
  private static final String SECONDS = "5";

  private Flood() {}

  /** Arguments: folder of the compiled C tools, the agent's executable. Status 1: miscounted. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path tools = Path.of(args[0]);
    long alone = opens(tools);
    String errors;
    long watched;
    try (Background agent = Background.agent(Path.of(args[1]), "--json")) {
      watched = opens(tools);
      errors = agent.stop();
    }
    Totals totals = Totals.parse(errors);
    Totals.Count counted = totals.of("openat2");
    long criticalLost = 0;
    for (EventType type : EventType.values()) {
      criticalLost += type.lane() == Lane.CRITICAL ? totals.of(type.falcoName()).lost() : 0;
    }
    boolean exact = counted.delivered() + counted.lost() == watched;
    System.out.printf(
        Locale.ROOT,
        "two openers for %s s: %,d opens alone, %,d with the agent (%.3f);"
            + " %,d delivered + %,d lost (%.1f %%): %s; critical events lost: %d%n",
        SECONDS,
        alone,
        watched,
        (double) watched / alone,
        counted.delivered(),
        counted.lost(),
        100.0 * counted.lost() / watched,
        exact ? "exact" : "NOT EXACT",
        criticalLost);
    if (!exact || criticalLost > 0) {
      System.exit(1);
    }
  }

  private static long opens(Path tools) throws IOException, InterruptedException {
    try (Workload one = Workload.start(tools, "openfor", SECONDS);
        Workload two = Workload.start(tools, "openfor", SECONDS)) {
      return (long) (one.result() + two.result());
    }
  }
}
