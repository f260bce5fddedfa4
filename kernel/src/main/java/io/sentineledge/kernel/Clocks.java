package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The kernel's clocks, read by {@code clock_gettime(2)}. Safe for use by several threads. */
public final class Clocks {
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_BOOTTIME = 7;
  private static final long SECOND = 1_000_000_000;

  private Clocks() {}

  /** The clock of events: ns since boot, time in suspend included. */
  public static long boot() {
    return read(CLOCK_BOOTTIME);
  }

  /** The wall clock: ns since 1970. May jump. */
  public static long wall() {
    return read(CLOCK_REALTIME);
  }

  /**
   * What the wall clock is ahead of the clock of events, in ns. Allocates nothing.
   *
   * @param scratch 16 bytes to work in
   */
  public static long wallAheadOfBoot(MemorySegment scratch) {
    return read(CLOCK_REALTIME, scratch) - read(CLOCK_BOOTTIME, scratch);
  }

  private static long read(int clock) {
    try (Arena scratch = Arena.ofConfined()) {
      return read(clock, scratch.allocate(ValueLayout.JAVA_LONG, 2));
    }
  }

  private static long read(int clock, MemorySegment time) {
    LibC.clock(clock, time);
    return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * SECOND
        + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
  }
}
