package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import java.util.Map;

/**
 * What became of the events, by type, from the attachment of the programs to the moment it was
 * taken. While events flow, some are still in the rings; once they are drained and the source is
 * quiet, {@code produced = delivered + filtered + lost} holds for every type.
 *
 * <p>The kernel leaves a tracing program out when it would interrupt itself on the same cpu; such a
 * run has no type. Each may have been an event, so all count as produced and lost.
 */
public final class Accounting {
  /** Of no event at all. */
  public static final Accounting NONE = lossless(new long[EventType.COUNT]);

  private final long[] produced;
  private final long[] filtered;
  private final long[][] lost;
  private final long[] delivered;
  private final Map<String, Long> missedRuns;

  /**
   * @param lost by {@link Loss} and type; all arrays are indexed by the id of the type
   * @param missedRuns by name of program
   */
  public Accounting(
      long[] produced,
      long[] filtered,
      long[][] lost,
      long[] delivered,
      Map<String, Long> missedRuns) {
    this.produced = produced;
    this.filtered = filtered;
    this.lost = lost;
    this.delivered = delivered;
    this.missedRuns = Map.copyOf(missedRuns);
  }

  /** Of a source that loses and leaves out nothing: by type, what it has delivered. */
  public static Accounting lossless(long[] delivered) {
    return new Accounting(
        delivered.clone(),
        new long[EventType.COUNT],
        new long[Loss.values().length][EventType.COUNT],
        delivered.clone(),
        Map.of());
  }

  /**
   * The same events when a capture of them is replayed.
   *
   * @param written records that were captured, by id of the type; what was delivered beyond them
   *     counts as filtered
   * @param replayed records that were handed out again, likewise
   */
  public Accounting replayed(long[] written, long[] replayed) {
    long[] left = filtered.clone();
    for (int id = 0; id < left.length; id++) {
      left[id] += Math.max(0, delivered[id] - written[id]);
    }
    return new Accounting(produced, left, lost, replayed.clone(), missedRuns);
  }

  /** Events that happened. */
  public long produced(EventType type) {
    return produced[type.id()];
  }

  /** Events that the kernel programs left out because they were told to. */
  public long filtered(EventType type) {
    return filtered[type.id()];
  }

  /** Records that were handed to the reader. */
  public long delivered(EventType type) {
    return delivered[type.id()];
  }

  /** Events that did not reach user space, for one reason. */
  public long lost(EventType type, Loss reason) {
    return lost[reason.id()][type.id()];
  }

  /** Events that did not reach user space, whatever the reason. */
  public long lost(EventType type) {
    long sum = 0;
    for (Loss reason : Loss.values()) {
      sum += lost(type, reason);
    }
    return sum;
  }

  /** Records whose type this version does not know; they have been handed out all the same. */
  public long deliveredUnknown() {
    return delivered[0];
  }

  /** Runs that the kernel left out, by program. Programs without such runs are listed with 0. */
  public Map<String, Long> missedRuns() {
    return missedRuns;
  }

  /** All events that happened, missed runs included. */
  public long produced() {
    return sum(produced) + missed();
  }

  /** All events that were filtered. */
  public long filtered() {
    return sum(filtered);
  }

  /** All records that were handed to the reader. */
  public long delivered() {
    return sum(delivered);
  }

  /** All events that were lost, missed runs included. */
  public long lost() {
    long all = missed();
    for (long[] byType : lost) {
      all += sum(byType);
    }
    return all;
  }

  /** All events that were lost for one reason. */
  public long lost(Loss reason) {
    return sum(lost[reason.id()]);
  }

  private long missed() {
    return missedRuns.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public String toString() {
    return "produced %d = delivered %d + filtered %d + lost %d (missed runs %d)"
        .formatted(produced(), delivered(), filtered(), lost(), missed());
  }
}
