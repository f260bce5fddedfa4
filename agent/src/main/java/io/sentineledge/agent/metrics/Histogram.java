package io.sentineledge.agent.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Durations by size. Any thread may record and read; recording allocates nothing. */
public final class Histogram {
  static final double[] BOUNDS_SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
  };
  private static final double SECOND_NANOS = 1e9;

  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_SECONDS.length + 1);
  private final LongAdder nanos = new LongAdder();

  /** Counts a duration; one that is negative, of clocks read by two processors, as none. */
  public void record(long durationNanos) {
    long duration = Math.max(0, durationNanos);
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.length && duration > BOUNDS_SECONDS[bucket] * SECOND_NANOS) {
      bucket++;
    }
    buckets.getAndIncrement(bucket);
    nanos.add(duration);
  }

  long bucket(int index) {
    return buckets.get(index);
  }

  double sumSeconds() {
    return nanos.sum() / SECOND_NANOS;
  }
}
