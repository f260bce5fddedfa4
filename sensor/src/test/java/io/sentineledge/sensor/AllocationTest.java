package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.kernel.Features;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The reader's loop (poll, look into the record, await) allocates nothing once it is warm. */
final class AllocationTest {
  private static final int RECORDS = 1_000_000;

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

  /** Reads until this many records have come; the generator makes more than enough. */
  private static void read(LiveSensor sensor, Reader reader, long records) {
    long end = reader.records + records;
    while (reader.records < end) {
      if (sensor.poll(reader) == 0) {
        sensor.await();
      }
    }
  }

  @Test
  void aMillionRecordsCostNoByte() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, new Features())) {
      sensor.start();
      Generator generator = Generator.start(20_000_000, 0, 0);
      try {
        Reader reader = new Reader();
        read(sensor, reader, RECORDS);
        long before = threads.getCurrentThreadAllocatedBytes();
        long unused = threads.getCurrentThreadAllocatedBytes();
        long ofTheQuestion = unused - before;
        before = threads.getCurrentThreadAllocatedBytes();
        read(sensor, reader, RECORDS);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertEquals(0, after - before - ofTheQuestion);
        assertTrue(reader.sum != 0);
      } finally {
        generator.kill();
      }
    }
  }
}
