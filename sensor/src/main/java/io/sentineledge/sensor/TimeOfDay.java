package io.sentineledge.sensor;

import io.sentineledge.kernel.Clocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/**
 * Tells the programs the time of day, which older kernels do not: what to add to the boot clock, in
 * ns. Times of files are of that clock. Kept once a second, since the clock may be set.
 *
 * <p>Used by the reader's thread alone.
 */
final class TimeOfDay {
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(1);

  private final MemorySegment difference;
  private final MemorySegment scratch = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);
  private long told;

  /**
   * @param difference {@code se_time_of_day}
   */
  TimeOfDay(MemorySegment difference) {
    this.difference = difference;
    tell(System.nanoTime());
  }

  /** Tells it again if it is time to. */
  void keep() {
    long now = System.nanoTime();
    if (now - told >= BETWEEN) {
      tell(now);
    }
  }

  private void tell(long now) {
    told = now;
    difference.set(ValueLayout.JAVA_LONG, 0, Clocks.wallAheadOfBoot(scratch));
  }
}
