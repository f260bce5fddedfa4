package io.sentineledge.agent;

import io.sentineledge.sensor.EventSource;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The reader's thread: steps the pipeline until it is told to stop. */
final class Reader {
  private static final long ADVANCE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MOST_FAILURES = 10;
  private static final long REST_NANOS = Duration.ofMillis(200).toNanos();

  private final EventSource source;
  private final Pipeline pipeline;
  private final LongSupplier bootClock;
  private final StopRequest stop;
  private final Predicate<Throwable> goOn;
  private final LossReport losses = new LossReport();
  private long advanced;
  private long checked;
  private int failedInARow;

  /**
   * @param bootClock ns of the clock that events carry
   * @param goOn whether to go on after a pass that failed; asked {@value #MOST_FAILURES} times in a
   *     row
   */
  Reader(
      EventSource source,
      Pipeline pipeline,
      LongSupplier bootClock,
      StopRequest stop,
      Predicate<Throwable> goOn) {
    this.source = source;
    this.pipeline = pipeline;
    this.bootClock = bootClock;
    this.stop = stop;
    this.goOn = goOn;
  }

  /**
   * Returns once a stop was requested or the source has ended.
   *
   * @param idle called before each wait, and every 10 ms when there is no time to wait
   */
  void run(Runnable idle) {
    stop.onRequest(source::wakeup);
    advanced = System.nanoTime();
    checked = advanced;
    while (!stop.requested() && !source.exhausted()) {
      try {
        pass(idle);
        failedInARow = 0;
      } catch (RuntimeException | Error e) {
        if (++failedInARow > MOST_FAILURES || !goOn.test(e)) {
          throw e;
        }
      }
    }
    source.stop();
    takeTheRest();
    pipeline.finish();
    losses.report(source.accounting());
    idle.run();
  }

  private void pass(Runnable idle) {
    int records = pipeline.doWork();
    if (housekeeping(records == 0)) {
      idle.run();
    }
    if (records == 0) {
      source.await();
    }
  }

  /**
   * Now and then, because asking for the time and the counters costs more than an event.
   *
   * @return whether it was time to
   */
  private boolean housekeeping(boolean quiet) {
    long now = System.nanoTime();
    boolean due = quiet || now - advanced >= ADVANCE_NANOS;
    if (due) {
      advanced = now;
      pipeline.advance(bootClock.getAsLong());
    }
    if (now - checked >= CHECK_NANOS) {
      checked = now;
      losses.update(source.accounting(), now);
    }
    return due;
  }

  /** What was there when the end came, but not for ever. */
  private void takeTheRest() {
    long end = System.nanoTime() + REST_NANOS;
    while (pipeline.doWork() > 0 && System.nanoTime() - end < 0) {
      // drains
    }
  }
}
