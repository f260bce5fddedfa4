package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Records from memory, in an order that can be made as bad as real lanes make it: each lane may be
 * delayed, and its records then come when records of the other lane that are younger by up to that
 * delay have come. Time is the records' own: nothing waits. Base of replays as well.
 */
public final class SyntheticSource implements EventSource {
  /** A record and when it becomes visible, ns of the boot clock. */
  private record Item(MemorySegment bytes, Lane lane, long visible) {}

  private static final ValueLayout.OfLong TIME =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final List<Item> items;
  private final List<Item> tasks;
  private final int batchSize;
  private final Deliveries deliveries = new Deliveries();
  private int next;

  private SyntheticSource(List<Item> items, List<Item> tasks, int batchSize) {
    this.items = items;
    this.tasks = tasks;
    this.batchSize = batchSize;
  }

  /** Collects the records of a source. */
  public static final class Builder {
    private static final int DEFAULT_BATCH = 100;

    private final Map<Lane, Long> delays = new EnumMap<>(Lane.class);
    private final List<byte[]> records = new ArrayList<>();
    private int batchSize = DEFAULT_BATCH;

    /**
     * Adds a record, in the order in which records are written. Its type decides its lane; those of
     * type TASK are handed out by {@link #listTasks}.
     */
    public Builder add(byte[] record) {
      records.add(record);
      return this;
    }

    /** Holds a lane's records back by this much of their own time; not negative. */
    public Builder delay(Lane lane, Duration delay) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative, delay=" + delay);
      }
      delays.put(lane, delay.toNanos());
      return this;
    }

    /** Records handed out in one pass; 100 unless told. */
    public Builder batchSize(int size) {
      if (size < 1) {
        throw new IllegalArgumentException("batchSize must be at least 1, batchSize=" + size);
      }
      batchSize = size;
      return this;
    }

    /** The source; the builder may go on collecting for another. */
    public SyntheticSource build() {
      List<Item> events = new ArrayList<>();
      List<Item> tasks = new ArrayList<>();
      for (byte[] record : records) {
        MemorySegment bytes = aligned(record);
        EventType type = EventType.of(Short.toUnsignedInt(bytes.get(Deliveries.TYPE, Header.TYPE)));
        Lane lane = type == null ? Lane.CRITICAL : type.lane();
        long visible = bytes.get(TIME, Header.TIME) + delays.getOrDefault(lane, 0L);
        (type == EventType.TASK ? tasks : events).add(new Item(bytes, lane, visible));
      }
      // stable: where times are equal the order of adding holds
      events.sort(Comparator.comparingLong(Item::visible));
      return new SyntheticSource(events, tasks, batchSize);
    }

    /** On the heap only memory of longs is aligned as a ring buffer's is. */
    private static MemorySegment aligned(byte[] record) {
      MemorySegment words = MemorySegment.ofArray(new long[(record.length + 7) / 8]);
      MemorySegment.copy(MemorySegment.ofArray(record), 0, words, 0, record.length);
      return words.asSlice(0, record.length).asReadOnly();
    }
  }

  @Override
  public void start() {}

  @Override
  public TaskListing listTasks(RecordHandler handler) {
    tasks.forEach(task -> handOver(handler, task));
    return new TaskListing.Listed(tasks.size());
  }

  @Override
  public int poll(RecordHandler handler) {
    int end = Math.min(next + batchSize, items.size());
    int count = end - next;
    while (next < end) {
      Item item = items.get(next++);
      deliveries.count(item.bytes(), 0);
      handOver(handler, item);
    }
    return count;
  }

  private static void handOver(RecordHandler handler, Item item) {
    handler.onRecord(item.bytes(), 0, (int) item.bytes().byteSize(), item.lane());
  }

  @Override
  public void await() {}

  @Override
  public void wakeup() {}

  @Override
  public void stop() {
    next = items.size();
  }

  @Override
  public boolean exhausted() {
    return next == items.size();
  }

  @Override
  public Accounting accounting() {
    return Accounting.lossless(deliveries.byType());
  }

  @Override
  public void close() {
    stop();
  }
}
