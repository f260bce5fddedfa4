package io.sentineledge.agent;

import io.sentineledge.detect.Alert;
import io.sentineledge.output.AlertQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last alerts, numbered from 1, for those who ask and for those who wait for the next. Bounded
 * in their number and in the memory that they take. For any thread; adding never waits.
 */
final class AlertFeed {
  private static final int MOST = 256;
  private static final long MOST_CHARS = 1 << 20;

  private final ArrayDeque<Numbered> kept = new ArrayDeque<>();
  private long last;
  private long chars;

  record Numbered(long number, Alert alert) {}

  synchronized void add(Alert alert) {
    kept.add(new Numbered(++last, alert));
    chars += AlertQueue.size(alert);
    while (kept.size() > MOST || (chars > MOST_CHARS && kept.size() > 1)) {
      chars -= AlertQueue.size(kept.remove().alert());
    }
    notifyAll();
  }

  /** The number of the newest one; 0 before there was one. */
  synchronized long last() {
    return last;
  }

  /** Those that are kept and newer than a number, the newest last. */
  synchronized List<Numbered> after(long number) {
    List<Numbered> newer = new ArrayList<>();
    for (Numbered each : kept) {
      if (each.number() > number) {
        newer.add(each);
      }
    }
    return newer;
  }

  /** The same, after waiting for one if there is none. */
  synchronized List<Numbered> await(long number, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (last <= number && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return after(number);
  }
}
