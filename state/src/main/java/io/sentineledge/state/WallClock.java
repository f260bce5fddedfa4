package io.sentineledge.state;

import java.util.function.LongSupplier;

/**
 * Turns times of the boot clock, which events carry, into times of day. Both clocks are read one
 * right after the other; what lies between is the time of boot. It is found anew once a second,
 * because the wall clock can be set, and replaced only when it is off by more than the reading can
 * be wrong: so a busy machine does not make times flicker, and a clock that was set is followed
 * within a second.
 *
 * <p>For one thread.
 */
public final class WallClock {
  private static final int READINGS = 5;
  private static final long INTERVAL = 1_000_000_000;

  private final LongSupplier boot;
  private final LongSupplier wall;
  private long bootTime;
  private long nextReading;

  /**
   * @param boot reads the boot clock, ns
   * @param wall reads the wall clock, ns since 1970
   */
  public WallClock(LongSupplier boot, LongSupplier wall) {
    this.boot = boot;
    this.wall = wall;
    read(true);
  }

  /**
   * When the boot clock was 0, ns since 1970. Reads the clocks at most once a second.
   *
   * @param now the boot clock as far as the caller knows it, such as the time of the latest event
   */
  public long bootTime(long now) {
    if (now >= nextReading) {
      read(false);
    }
    return bootTime;
  }

  /** Takes the reading that was least disturbed. */
  private void read(boolean first) {
    long width = Long.MAX_VALUE;
    long found = 0;
    long last = 0;
    for (int i = 0; i < READINGS; i++) {
      long before = boot.getAsLong();
      long time = wall.getAsLong();
      long after = boot.getAsLong();
      if (after - before < width) {
        width = after - before;
        found = time - before - width / 2;
      }
      last = after;
    }
    if (first || Math.abs(found - bootTime) > width) {
      bootTime = found;
    }
    nextReading = last + INTERVAL;
  }
}
