package io.sentineledge.state;

import io.sentineledge.event.EventView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Events of the bulk lane that were read before the record that makes their image: copies of their
 * records, by process, in the order in which they came. Bounded in number and bytes.
 */
final class Parking {
  private static final int MOST_RECORDS = 4096;
  private static final int MOST_BYTES = 4 << 20;
  private static final int BUCKETS = 256;

  /** A record that waits. */
  static final class Parked {
    final byte[] record;
    final int pid;
    final long start;
    final int generation;
    final long time;

    private @Nullable Parked nextOfBucket;
    private @Nullable Parked previous;
    private @Nullable Parked next;

    private Parked(EventView event, byte[] record) {
      this.record = record;
      pid = event.pid();
      start = event.start();
      generation = event.generation();
      time = event.time();
    }
  }

  private final @Nullable Parked[] buckets = new @Nullable Parked[BUCKETS];
  private @Nullable Parked oldest;
  private @Nullable Parked newest;
  private int records;
  private int bytes;

  boolean isEmpty() {
    return oldest == null;
  }

  boolean isFull() {
    return records >= MOST_RECORDS || bytes >= MOST_BYTES;
  }

  void add(EventView event, MemorySegment segment, long offset) {
    byte[] record = new byte[event.size()];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, record, 0, record.length);
    Parked parked = new Parked(event, record);
    records++;
    bytes += record.length;
    parked.previous = newest;
    if (newest == null) {
      oldest = parked;
    } else {
      newest.next = parked;
    }
    newest = parked;
    int bucket = parked.pid & (BUCKETS - 1);
    Parked last = buckets[bucket];
    if (last == null) {
      buckets[bucket] = parked;
      return;
    }
    while (last.nextOfBucket != null) {
      last = last.nextOfBucket;
    }
    last.nextOfBucket = parked;
  }

  /** The first event of a process that waits for an image up to a generation, or null. */
  @Nullable Parked first(int pid, long start, int generation) {
    Parked parked = buckets[pid & (BUCKETS - 1)];
    while (parked != null
        && (parked.pid != pid || parked.start != start || parked.generation > generation)) {
      parked = parked.nextOfBucket;
    }
    return parked;
  }

  /** The event that has waited longest, or null. */
  @Nullable Parked oldest() {
    return oldest;
  }

  void remove(Parked parked) {
    records--;
    bytes -= parked.record.length;
    Parked previous = parked.previous;
    Parked next = parked.next;
    if (previous == null) {
      oldest = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      newest = previous;
    } else {
      next.previous = previous;
    }
    int bucket = parked.pid & (BUCKETS - 1);
    Parked at = buckets[bucket];
    if (at == parked) {
      buckets[bucket] = parked.nextOfBucket;
      return;
    }
    while (at != null && at.nextOfBucket != parked) {
      at = at.nextOfBucket;
    }
    if (at != null) {
      at.nextOfBucket = parked.nextOfBucket;
    }
  }
}
