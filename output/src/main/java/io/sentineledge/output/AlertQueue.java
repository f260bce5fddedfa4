package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts on their way from detection to the sinks. Detection never waits: what does not fit is
 * counted with the reason and dropped. Both the number of alerts and the memory they take are
 * bounded, since a process chooses how long its names are.
 *
 * <p>{@link #drain} is for one thread, {@link #offer} and the counters for any.
 */
public final class AlertQueue {
  /** Why an alert reached no sink, or not all of them. */
  public enum Drop {
    /** As many alerts as are allowed were waiting. */
    QUEUE_FULL,
    /** The alerts waiting took as much memory as is allowed. */
    MEMORY,
    /** A sink failed to write it. */
    SINK_FAILED,
    /** The agent stopped before a sink took it. */
    STOPPED
  }

  private static final Logger LOG = LoggerFactory.getLogger(AlertQueue.class);

  private static final int LONGEST_REASON = 200;
  private static final Duration LOOK = Duration.ofMillis(200);

  /** A sink that takes so long for an alert is told as a problem. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final List<AlertSink> sinks;
  private final Folding folding;
  private final boolean folds;
  private final ArrayBlockingQueue<Alert> waiting;
  private final long maxChars;
  private final AtomicLong chars = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final Map<Drop, AtomicLong> dropped = new EnumMap<>(Drop.class);
  private final boolean[] failing;
  private @Nullable Thread thread;
  private volatile long since; // of the alert that is being written; 0: none is
  private volatile String problem = "";
  private volatile boolean closing;

  /**
   * @param capacity alerts that may wait
   * @param maxChars characters of text that the waiting alerts may hold in all
   * @param fold how long repeats are gathered into one; zero: they are not
   */
  public AlertQueue(List<AlertSink> sinks, int capacity, long maxChars, Duration fold) {
    this.sinks = List.copyOf(sinks);
    folding = new Folding(fold);
    folds = !fold.isZero();
    this.waiting = new ArrayBlockingQueue<>(capacity);
    this.maxChars = maxChars;
    this.failing = new boolean[sinks.size()];
    for (Drop reason : Drop.values()) {
      dropped.put(reason, new AtomicLong());
    }
  }

  /** Takes an alert for the sinks, or counts it as dropped. Never waits. */
  public boolean offer(Alert alert) {
    long size = size(alert);
    if (chars.addAndGet(size) > maxChars) {
      chars.addAndGet(-size);
      counter(Drop.MEMORY).incrementAndGet();
      return false;
    }
    if (!waiting.offer(alert)) {
      chars.addAndGet(-size);
      counter(Drop.QUEUE_FULL).incrementAndGet();
      return false;
    }
    return true;
  }

  /** Characters of text that an alert holds. */
  public static long size(Alert alert) {
    long size = alert.output().length();
    for (Object value : alert.fields().values()) {
      if (value instanceof String text) {
        size += text.length();
      }
    }
    return size;
  }

  /** Starts the output thread. */
  public void start() {
    Thread started = new Thread(this::run, "se-output");
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void run() {
    try {
      while (!closing) {
        Alert alert = folds ? waiting.poll(LOOK.toNanos(), TimeUnit.NANOSECONDS) : waiting.take();
        if (alert != null) {
          accept(alert);
        }
        drain();
      }
    } catch (InterruptedException e) {
      // close() ends the wait
    }
    drain();
    folding.rest().forEach(this::deliver);
  }

  /**
   * Gives the sinks what is waiting; the output thread's work, callable by a test without it.
   *
   * @return number of alerts taken from the queue
   */
  public int drain() {
    int count = 0;
    for (Alert alert = waiting.poll(); alert != null; alert = waiting.poll()) {
      accept(alert);
      count++;
    }
    folding.due(System.nanoTime()).forEach(this::deliver);
    return count;
  }

  private void accept(Alert alert) {
    if (folding.passes(alert, System.nanoTime())) {
      deliver(Sighting.of(alert));
    }
    chars.addAndGet(-size(alert));
  }

  private void deliver(Sighting sighting) {
    since = System.nanoTime() | 1;
    boolean taken = true;
    for (int i = 0; i < sinks.size(); i++) {
      try {
        sinks.get(i).write(sighting);
        failing[i] = false;
      } catch (IOException | RuntimeException e) {
        taken = false;
        failed(i, e);
      }
    }
    if (taken) {
      written.incrementAndGet();
      problem = "";
    } else {
      counter(Drop.SINK_FAILED).incrementAndGet();
    }
    since = 0;
  }

  /** A sink that keeps failing is named once, until it works again. */
  private void failed(int sink, Exception e) {
    problem = SafeText.cut(e.toString(), LONGEST_REASON);
    if (!failing[sink]) {
      failing[sink] = true;
      LOG.error("Alerts can't be written to {}: {}", sinks.get(sink).name(), e.toString());
    }
  }

  /**
   * Ends the output thread once all that waits is written.
   *
   * @param deadline what is not written by then is counted as dropped
   */
  public void close(Duration deadline) {
    closing = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      boolean ended = false;
      try {
        ended = running.join(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!ended && waiting() > 0) {
        LOG.error("Alerts can't be written in time: a sink does not take them");
      }
    }
    counter(Drop.STOPPED).addAndGet(waiting.size());
  }

  /** Why a sink takes nothing now; empty if all do. */
  public String problem() {
    long began = since;
    long takes = began == 0 ? 0 : System.nanoTime() - began;
    return takes > PATIENCE_NANOS
        ? "has not taken an alert for " + TimeUnit.NANOSECONDS.toSeconds(takes) + " s"
        : problem;
  }

  /** Alerts that wait now, also one that is being written. */
  public int waiting() {
    return waiting.size() + (since == 0 ? 0 : 1);
  }

  /** Alerts that every sink took. */
  public long written() {
    return written.get();
  }

  /** Alerts that others stand for, as repeats. */
  public long folded() {
    return folding.folded();
  }

  /** Alerts that were dropped for this reason. */
  public long dropped(Drop reason) {
    return counter(reason).get();
  }

  /** Alerts that were dropped for any reason. */
  public long dropped() {
    return dropped.values().stream().mapToLong(AtomicLong::get).sum();
  }

  private AtomicLong counter(Drop reason) {
    return Objects.requireNonNull(dropped.get(reason));
  }
}
