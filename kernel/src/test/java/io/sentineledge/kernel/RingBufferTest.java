package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader against a program that writes a record for each getppid() of this process. */
final class RingBufferTest {
  private static final long GETPPID = System.getProperty("os.arch").equals("amd64") ? 110 : 173;
  private static final int RING_BYTES = 1 << 16;
  private static final Native GETPPID_CALL = Native.find(Native.LINKER.defaultLookup(), "getppid");

  private BpfObject object;
  private BpfLink link;
  private RingBuffer ring;
  private MemorySegment counts;

  @BeforeEach
  void attach() {
    object = TestObjects.open("ring");
    object.set("wanted_tgid", ProcessHandle.current().pid());
    object.set("wanted_call", GETPPID);
    object.map("ring").setMaxEntries(RING_BYTES);
    object.load();
    counts = object.mapVariable("counts");
    ring = new RingBuffer(object.map("ring"));
    link = object.program("se_test_ring").attach();
  }

  @AfterEach
  void detach() {
    link.close();
    ring.close();
    object.close();
  }

  private static void call(int times) {
    for (int i = 0; i < times; i++) {
      GETPPID_CALL.call();
    }
  }

  private long count(int index) {
    return counts.getAtIndex(ValueLayout.JAVA_LONG, index);
  }

  @Test
  void everyRecordComesOnceInOrderWithItsLength() {
    List<Long> numbers = new ArrayList<>();
    for (int round = 0; round < 40; round++) { // several times round the ring
      call(300);
      while (ring.drain(
              (data, offset, length) -> {
                long number = data.get(ValueLayout.JAVA_LONG, offset);
                assertEquals(number % 2 == 1 ? 64 : 12, length);
                numbers.add(number);
              },
              7)
          > 0) {}
    }
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 40 * 300; i++) {
      if (i % 5 != 0) {
        expected.add(i);
      }
    }
    assertEquals(expected, numbers);
    assertEquals(40 * 300, count(0));
    assertEquals(expected.size(), count(1));
    assertEquals(0, count(3));
    assertTrue(ring.caughtUp());
  }

  @Test
  void aFullRingLosesWhatTheProgramCounts() {
    call(5000);
    long[] read = new long[1];
    ring.drain((data, offset, length) -> read[0]++, Integer.MAX_VALUE);
    assertEquals(5000, count(0));
    assertTrue(count(3) > 0, "the ring never filled");
    assertEquals(count(1), read[0]);
    assertEquals(5000, read[0] + count(2) + count(3));
  }

  @Test
  void aLimitEndsThePass() {
    call(10);
    long limit = ring.producerPosition();
    call(10);
    assertEquals(8, ring.drain((data, offset, length) -> {}, 100, limit));
    assertEquals(limit, ring.consumerPosition());
    assertFalse(ring.caughtUp());
    assertEquals(8, ring.drain((data, offset, length) -> {}, 100));
  }

  @Test
  void aRecordOnWhichTheHandlerFailsIsConsumed() {
    call(3); // numbers 1 and 2, since 0 is discarded
    assertThrows(
        IllegalStateException.class,
        () ->
            ring.drain(
                (data, offset, length) -> {
                  throw new IllegalStateException();
                },
                100));
    List<Long> rest = new ArrayList<>();
    ring.drain((data, offset, length) -> rest.add(data.get(ValueLayout.JAVA_LONG, offset)), 100);
    assertEquals(List.of(2L), rest);
  }

  @Test
  void aWakeUpEndsTheSleepAndNoneIsLost() {
    try (Epoll epoll = new Epoll()) {
      epoll.add(ring);
      assertFalse(epoll.await(0));
      call(2);
      assertTrue(epoll.await(10_000), "the record's wake-up");
      ring.drain((data, offset, length) -> {}, 100);
      assertFalse(epoll.await(0), "an empty ring");
      epoll.wakeup();
      assertTrue(epoll.await(10_000), "another thread's wake-up");
    }
  }

  @Test
  void perCpuValuesAddUp() {
    call(100);
    BpfMap map = object.map("per_cpu");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = map.allocatePerCpuValue(arena);
      assertTrue(map.lookup(arena.allocateFrom(ValueLayout.JAVA_INT, 1), values));
      long sum = 0;
      for (long at = 0; at < values.byteSize(); at += map.perCpuStride()) {
        sum += values.get(ValueLayout.JAVA_INT, at);
      }
      assertEquals(100, sum);
      assertFalse(map.lookup(arena.allocateFrom(ValueLayout.JAVA_INT, 2), values));
    }
  }

  @Test
  void theKernelTellsAboutTheProgram() {
    ProgramInfo info = object.program("se_test_ring").info();
    assertTrue(info.id() > 0);
    assertTrue(info.translatedBytes() > 100, info::toString);
    assertTrue(info.verifiedInstructions() > 10, info::toString);
    assertEquals(0, info.recursionMisses());
  }
}
