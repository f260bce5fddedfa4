package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final long SECOND = 1_000_000_000;

  /** Every reading of a clock takes this long. */
  private long step = 10;

  private long boot = 100 * SECOND;
  private long offset = 1_800_000_000L * SECOND;

  private long bootClock() {
    return boot += step;
  }

  private long wallClock() {
    return (boot += step) + offset;
  }

  private WallClock clock() {
    return new WallClock(this::bootClock, this::wallClock);
  }

  @Test
  void bootTimeIsWhatLiesBetweenTheClocks() {
    assertEquals(offset, clock().bootTime(boot));
  }

  @Test
  void aClockThatIsSetIsFollowedWithinASecond() {
    WallClock clock = clock();
    long before = offset;
    offset += 3600 * SECOND;
    assertEquals(before, clock.bootTime(boot + SECOND / 2));
    boot += 2 * SECOND;
    assertEquals(offset, clock.bootTime(boot));
    offset -= 7200 * SECOND;
    boot += 2 * SECOND;
    assertEquals(offset, clock.bootTime(boot));
  }

  @Test
  void clocksAreNotReadForEveryEvent() {
    WallClock clock = clock();
    long read = boot;
    for (int i = 0; i < 100; i++) {
      clock.bootTime(read + i);
    }
    assertEquals(read, boot);
  }

  /** A busy machine: readings so far apart say nothing about small differences. */
  @Test
  void aDisturbedReadingChangesNothing() {
    WallClock clock = clock();
    long before = offset;
    step = SECOND / 100;
    offset += SECOND / 100;
    boot += 2 * SECOND;
    assertEquals(before, clock.bootTime(boot));
    step = 10;
    boot += 2 * SECOND;
    assertEquals(offset, clock.bootTime(boot));
  }

  @Test
  void theLeastDisturbedReadingCounts() {
    long[] pauses = {500, 500, 0, 700, 500, 0, 0, 900};
    int[] reading = {0};
    WallClock clock =
        new WallClock(
            () -> boot += 5 + pauses[reading[0]++ % pauses.length], () -> (boot += 5) + offset);
    assertEquals(offset, clock.bootTime(boot));
  }
}
