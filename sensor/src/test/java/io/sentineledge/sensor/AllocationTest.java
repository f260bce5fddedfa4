package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.kernel.Features;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The reader's loop (poll, look into the record, await) allocates nothing once it is warm. */
final class AllocationTest {
  private static final int RECORDS = 1_000_000;
  private static final double MOST_BYTES_PER_EVENT = 0.001;
  private static final long PATIENCE = Duration.ofMinutes(3).toNanos();

  private static final class Reader implements RecordHandler {
    private final EventView view = new EventView();
    private long records;
    private long sum;

    @Override
    public void onRecord(MemorySegment memory, long offset, int length, Lane lane) {
      view.wrap(memory, offset);
      records++;
      sum += view.pid() + view.result() + view.time();
    }
  }

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes that this thread allocates while it reads a million records. */
  private long allocatedByReading(LiveSensor sensor, Reader reader) {
    long end = reader.records + RECORDS;
    long before = threads.getCurrentThreadAllocatedBytes();
    while (reader.records < end) {
      if (sensor.poll(reader) == 0) {
        sensor.await();
      }
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /**
   * Rounds until one is clean: how many the JIT needs to get there depends on what else the machine
   * does. An object per event would show as 16 bytes per event in every round, one per wake-up as a
   * hundredth of a byte at least.
   */
  @Test
  void aMillionRecordsCostNoByte() throws Exception {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, new Features())) {
      sensor.start();
      Generator generator = Generator.start(Long.MAX_VALUE, 0, 0);
      try {
        Reader reader = new Reader();
        long begin = System.nanoTime();
        double bytesPerEvent;
        do {
          bytesPerEvent = (double) allocatedByReading(sensor, reader) / RECORDS;
        } while (bytesPerEvent > MOST_BYTES_PER_EVENT && System.nanoTime() - begin < PATIENCE);
        assertTrue(bytesPerEvent <= MOST_BYTES_PER_EVENT, "bytes per event: " + bytesPerEvent);
        assertTrue(reader.sum != 0);
      } finally {
        generator.kill();
      }
    }
  }
}
