package io.sentineledge.agent;

import io.sentineledge.sensor.EventSource;
import java.time.Duration;

/** The reader's thread: steps the pipeline until it is told to stop. */
final class Reader {
  private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REST_NANOS = Duration.ofMillis(200).toNanos();

  private final EventSource source;
  private final Pipeline pipeline;
  private final StopRequest stop;
  private final LossReport losses = new LossReport();
  private long lastCheck = System.nanoTime();

  Reader(EventSource source, Pipeline pipeline, StopRequest stop) {
    this.source = source;
    this.pipeline = pipeline;
    this.stop = stop;
    stop.onRequest(source::wakeup);
  }

  /**
   * Returns once a stop was requested or the source has ended.
   *
   * @param idle called before each wait
   */
  void run(Runnable idle) {
    while (!stop.requested() && !source.exhausted()) {
      if (pipeline.doWork() == 0) {
        idle.run();
        source.await();
      }
      long now = System.nanoTime();
      if (now - lastCheck >= CHECK_NANOS) {
        lastCheck = now;
        losses.update(source.accounting(), now);
      }
    }
    takeTheRest();
    losses.report(source.accounting());
    idle.run();
  }

  /** What was there when the end came, but not for ever. */
  private void takeTheRest() {
    long end = System.nanoTime() + REST_NANOS;
    while (pipeline.doWork() > 0 && System.nanoTime() - end < 0) {
      // drains
    }
  }
}
