package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real kernel does too rarely to wait for: a record that is reserved but not committed. */
final class RingBufferLayoutTest {
  private static final int BUSY = 1 << 31;

  @Test
  void anUncommittedRecordHoldsBackThoseBehindIt() {
    MemorySegment consumer = Arena.ofAuto().allocate(8, 8);
    MemorySegment producer = Arena.ofAuto().allocate(8, 8);
    MemorySegment data = Arena.ofAuto().allocate(2 * 4096, 8);
    RingBuffer ring = new RingBuffer(consumer, producer, data);
    data.set(ValueLayout.JAVA_INT, 0, 9); // takes 8 + 9, rounded up: 24 bytes
    data.set(ValueLayout.JAVA_INT, 24, 8 | BUSY);
    data.set(ValueLayout.JAVA_INT, 40, 16);
    producer.set(ValueLayout.JAVA_LONG, 0, 64);
    List<Long> offsets = new ArrayList<>();

    ring.drain((_, offset, _) -> offsets.add(offset), 10);
    assertEquals(List.of(8L), offsets);
    assertEquals(24, ring.consumerPosition());

    data.set(ValueLayout.JAVA_INT, 24, 8);
    ring.drain((_, offset, _) -> offsets.add(offset), 10);
    assertEquals(List.of(8L, 32L, 48L), offsets);
    assertEquals(64, consumer.get(ValueLayout.JAVA_LONG, 0));
  }
}
