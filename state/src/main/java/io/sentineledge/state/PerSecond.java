package io.sentineledge.state;

/** How often something may be done in each second of the events' clock. */
final class PerSecond {
  private static final long SECOND = 1_000_000_000L;

  private final int most;
  private long second;
  private int done;

  PerSecond(int most) {
    this.most = most;
  }

  /**
   * Counts one more.
   *
   * @param time ns
   * @return whether it may be done
   */
  boolean allows(long time) {
    if (time / SECOND != second) {
      second = time / SECOND;
      done = 0;
    }
    return ++done <= most;
  }
}
