package io.sentineledge.sensor;

import io.sentineledge.kernel.Epoll;
import io.sentineledge.kernel.RingBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * When the reader of a live sensor sleeps, and for how long.
 *
 * <ul>
 *   <li>While records come, they do not wake the reader: a wake-up costs their writers more than
 *       the record itself. It looks again after naps of {@value #NAP_MILLIS} ms, which bounds their
 *       delay; the kernel ends a nap when a quarter of the bulk ring has filled. Where that is
 *       asked for, it keeps looking for a while before it naps after critical records.
 *   <li>After {@value #NAPS_BEFORE_SLEEP} naps without a record the reader asks the programs to be
 *       woken by the next record of any kind, and sleeps for as long as it is allowed to.
 * </ul>
 */
final class IdlePolicy implements AutoCloseable {
  private static final VarHandle ASLEEP = ValueLayout.JAVA_INT.varHandle();
  private static final int NAP_MILLIS = 1;
  private static final int NAPS_BEFORE_SLEEP = 8;

  private final RingBuffer critical;
  private final RingBuffer bulk;
  private final MemorySegment asleep;
  private final Epoll epoll = new Epoll();
  private final long pollNanos;
  private final int maxSleepMillis;
  private boolean keepLooking;
  private int idleNaps;

  /**
   * @param asleep the variable {@code se_reader_asleep} of the programs
   */
  IdlePolicy(RingBuffer critical, RingBuffer bulk, MemorySegment asleep, SensorOptions options) {
    this.critical = critical;
    this.bulk = bulk;
    this.asleep = asleep;
    pollNanos = options.pollMicros() * 1000L;
    maxSleepMillis = options.maxSleepMillis();
    epoll.add(critical);
    epoll.add(bulk);
  }

  /** Tells how many critical records the pass had. */
  void criticalRecords(int count) {
    if (count > 0) {
      keepLooking = true;
      idleNaps = 0;
    }
  }

  /** Tells how many bulk records the pass had. */
  void bulkRecords(int count) {
    if (count > 0) {
      idleNaps = 0;
    }
  }

  void await() {
    if (keepLooking) {
      keepLooking = false;
      long end = System.nanoTime() + pollNanos;
      while (System.nanoTime() - end < 0) {
        if (!critical.caughtUp()) {
          return;
        }
        Thread.onSpinWait();
      }
    }
    if (idleNaps < NAPS_BEFORE_SLEEP) {
      idleNaps++;
      if (critical.caughtUp()) {
        epoll.await(NAP_MILLIS);
      }
    } else {
      sleep();
    }
  }

  /** Asking comes before looking: a record that the look misses sees that it is to wake us. */
  private void sleep() {
    ASLEEP.setOpaque(asleep, 0L, 1);
    if (critical.caughtUp() && bulk.caughtUp()) {
      epoll.await(maxSleepMillis);
    }
    ASLEEP.setOpaque(asleep, 0L, 0);
  }

  void wakeup() {
    epoll.wakeup();
  }

  @Override
  public void close() {
    epoll.close();
  }
}
