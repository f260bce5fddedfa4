package io.sentineledge.agent.loss;

import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Loss;
import io.sentineledge.sensor.WorkloadLoss;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what was lost, by workload, type and reason. Bounded: what more than {@value #MOST}
 * different ones lose counts for the workload {@link #OTHERS}. For any thread.
 */
public final class Losses {
  /** Stands for workloads that are not known, or too many. */
  public static final long OTHERS = 0;

  private static final int MOST = 1024;

  /** Whose events were lost. */
  public record Victim(long workload, EventType type, Reason reason) {}

  /**
   * How many, and from when to when they happened.
   *
   * @param first ns of the boot clock, likewise {@code last}
   */
  public record Toll(long events, long first, long last) {
    Toll plus(Toll other) {
      return new Toll(
          events + other.events, Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  private final Map<Victim, Toll> all = new HashMap<>();
  private final Map<Victim, Toll> untold = new HashMap<>();

  /** What the kernel had counted when it was last read. */
  private final Map<Victim, Long> kernel = new HashMap<>();

  /** Counts one that happened now. */
  public void count(long workload, EventType type, Reason reason, long bootTime) {
    add(new Victim(workload, type, reason), new Toll(1, bootTime, bootTime));
  }

  private synchronized void add(Victim victim, Toll toll) {
    Victim known =
        all.size() < MOST || all.containsKey(victim)
            ? victim
            : new Victim(OTHERS, victim.type(), victim.reason());
    all.merge(known, toll, Toll::plus);
    untold.merge(known, toll, Toll::plus);
  }

  /**
   * Takes over what the kernel has counted since the last time.
   *
   * @param accounting taken before the losses: what it has and they lack, the kernel forgot
   * @param since of the last time, ns of the boot clock
   * @param now likewise
   */
  public synchronized void kernel(
      Accounting accounting, List<WorkloadLoss> losses, long since, long now) {
    Map<Victim, Long> current = new HashMap<>();
    for (WorkloadLoss loss : losses) {
      Victim victim = new Victim(loss.workload(), loss.type(), Reason.of(loss.reason()));
      current.put(victim, loss.events());
      // A smaller number than before: forgotten in between, and begun again
      long before = kernel.getOrDefault(victim, 0L);
      long more = loss.events() >= before ? loss.events() - before : loss.events();
      if (more > 0) {
        add(victim, new Toll(more, Math.max(since, loss.first()), loss.last()));
      }
    }
    kernel.clear();
    kernel.putAll(current);
    Map<Reason, long[]> attributed = totals();
    for (Loss loss : Loss.values()) {
      Reason reason = Reason.of(loss);
      for (EventType type : EventType.values()) {
        long rest = accounting.lost(type, loss) - of(attributed, type, reason);
        if (rest > 0) {
          add(new Victim(OTHERS, type, reason), new Toll(rest, since, now));
        }
      }
    }
  }

  /** All since the start: a copy. */
  public synchronized Map<Victim, Toll> all() {
    return Map.copyOf(all);
  }

  /** All since the start, by reason and id of the type; a reason may be missing. */
  public synchronized Map<Reason, long[]> totals() {
    Map<Reason, long[]> totals = new EnumMap<>(Reason.class);
    all.forEach((victim, toll) -> {
      long[] byType = totals.computeIfAbsent(victim.reason(), _ -> new long[EventType.COUNT]);
      byType[victim.type().id()] += toll.events();
    });
    return totals;
  }

  /** One number of {@link #totals}. */
  public static long of(Map<Reason, long[]> totals, EventType type, Reason reason) {
    long[] byType = totals.get(reason);
    return byType == null ? 0 : byType[type.id()];
  }

  /** What was counted since this was last called. */
  public synchronized Map<Victim, Toll> takeUntold() {
    Map<Victim, Toll> taken = Map.copyOf(untold);
    untold.clear();
    return taken;
  }

  /** When the last of those happened, ns of the boot clock. */
  synchronized long lastUntold() {
    return untold.values().stream().mapToLong(Toll::last).max().orElse(Long.MAX_VALUE);
  }

  /** Whether anything was counted since {@link #takeUntold}. */
  public synchronized boolean hasUntold() {
    return !untold.isEmpty();
  }
}
