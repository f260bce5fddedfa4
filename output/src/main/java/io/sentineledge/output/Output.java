package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One output with a queue and a thread of its own. Detection never waits for it: what it does not
 * take goes to its spool, and what does not fit there is counted and dropped. Records that were not
 * taken are offered again, first after {@value #FIRST_PAUSE_MILLIS} ms, then more and more rarely;
 * their order is kept.
 *
 * <p>{@link #offer} and the counters are for any thread.
 */
public final class Output implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Output.class);
  private static final int FIRST_PAUSE_MILLIS = 250;
  private static final int LONGEST_PAUSE_MILLIS = 30_000;
  private static final long CLOSE_MILLIS = 700;

  /** Of repeats, any number is one record; their windows have to end all the same. */
  private static final int MOST_AT_ONCE = 4096;

  /** The thread is never interrupted, which would close files: so it looks up now and then. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Why an alert did not reach the output. */
  public enum Drop {
    /** As many alerts as are allowed were waiting. */
    QUEUE_FULL,
    /** The spool had no room, or could not be written. */
    SPOOL_FULL,
    /** The receiver refused it for what it is. */
    REFUSED,
    /** The agent stopped before it was taken, and there is no spool. */
    STOPPED
  }

  /**
   * Bounds.
   *
   * @param waiting alerts that may wait in memory
   * @param batch records that are handed over at once, at most
   * @param fill how long a batch waits for more
   * @param fold how long repeats are gathered into one; zero: they are not
   */
  public record Limits(int waiting, int batch, Duration fill, Duration fold) {}

  private final String name;
  private final RecordSink sink;
  private final AlertFormat format;
  private final Predicate<Alert> filter;
  private final Limits limits;
  private final @Nullable Spool spool;
  private final ArrayBlockingQueue<Alert> waiting;
  private final Folding folding;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Map<Drop, AtomicLong> dropped = new EnumMap<>(Drop.class);
  private final Thread thread;
  private volatile String problem = "";
  private volatile boolean closing;

  /** Records that were not taken, where there is no spool; at most a batch. */
  private List<byte[]> held = new ArrayList<>();

  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long retryNanos;

  /**
   * Starts the thread.
   *
   * @param filter which alerts go there; called by the threads that offer
   * @param spool null: what the output does not take waits in memory alone
   */
  public Output(
      String name,
      RecordSink sink,
      AlertFormat format,
      Predicate<Alert> filter,
      Limits limits,
      @Nullable Spool spool) {
    this.name = name;
    this.sink = sink;
    this.format = format;
    this.filter = filter;
    this.limits = limits;
    this.spool = spool;
    waiting = new ArrayBlockingQueue<>(limits.waiting());
    folding = new Folding(limits.fold());
    for (Drop reason : Drop.values()) {
      dropped.put(reason, new AtomicLong());
    }
    thread = new Thread(this::run, "se-out-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes an alert if it is for this output. Never waits.
   *
   * @return false if there was no room for it
   */
  public boolean offer(Alert alert) {
    boolean room = !filter.test(alert) || waiting.offer(alert);
    if (!room) {
      count(Drop.QUEUE_FULL, 1);
    }
    return room;
  }

  private void run() {
    while (!closing || !waiting.isEmpty()) {
      try {
        step();
      } catch (InterruptedException e) {
        LOG.error("Output {} was interrupted; it goes on", name);
      } catch (RuntimeException e) {
        LOG.error("Internal error in output {}; it goes on with the next alert", name, e);
      }
    }
    List<byte[]> rest = new ArrayList<>();
    folding.rest().forEach(sighting -> rest.add(format.format(sighting)));
    if (!rest.isEmpty() && (backlog() || !send(rest))) {
      keep(rest);
    }
    if (!held.isEmpty()) {
      count(Drop.STOPPED, held.size());
    }
    sink.close();
    if (spool != null) {
      spool.close();
    }
  }

  private void step() throws InterruptedException {
    List<byte[]> records = held.isEmpty() ? next() : List.of();
    if (!records.isEmpty() && !backlog() && send(records)) {
      return;
    }
    keep(records);
    if (!backlog()) {
      return;
    }
    if (closing && spool == null) {
      count(Drop.STOPPED, held.size());
      held = new ArrayList<>();
    } else if (!closing) {
      again();
    }
  }

  /** The next batch; empty if none came in time. */
  private List<byte[]> next() throws InterruptedException {
    long patience = backlog() ? Math.min(LOOK_NANOS, retryNanos - System.nanoTime()) : LOOK_NANOS;
    Alert alert = closing ? waiting.poll() : waiting.poll(patience, TimeUnit.NANOSECONDS);
    List<byte[]> records = new ArrayList<>();
    long begin = System.nanoTime();
    folding.due(begin).forEach(sighting -> records.add(format.format(sighting)));
    for (int taken = 1; alert != null; taken++) {
      if (folding.passes(alert, begin)) {
        records.add(format.format(alert));
      }
      if (records.size() >= limits.batch() || taken == MOST_AT_ONCE) {
        break;
      }
      alert = closing ? waiting.poll() : more(begin + limits.fill().toNanos());
    }
    return records;
  }

  /** Another alert for the batch; null once its time is over or the agent stops. */
  private @Nullable Alert more(long end) throws InterruptedException {
    Alert alert = null;
    long left = end - System.nanoTime();
    while (alert == null && left > 0 && !closing) {
      alert = waiting.poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
      left = end - System.nanoTime();
    }
    return alert == null ? waiting.poll() : alert;
  }

  private boolean backlog() {
    return !held.isEmpty() || (spool != null && !spool.isEmpty());
  }

  private boolean send(List<byte[]> records) {
    try {
      sink.write(records);
      took(records.size());
      return true;
    } catch (RefusedException e) {
      took(records.size() - e.records());
      count(Drop.REFUSED, e.records());
      LOG.error("Output {} refused {} alerts: {}", name, e.records(), e.getMessage());
      return true;
    } catch (IOException e) {
      failures.incrementAndGet();
      sink.close();
      if (problem.isEmpty()) {
        LOG.error("Alerts can't be written to output {}: {}", name, e.toString());
      }
      problem = SafeText.cut(e.toString(), 200);
      retryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      return false;
    }
  }

  private void took(int records) {
    written.addAndGet(records);
    pauseMillis = FIRST_PAUSE_MILLIS;
    if (!problem.isEmpty()) {
      problem = "";
      LOG.info("Output {} takes alerts again", name);
    }
  }

  private void keep(List<byte[]> records) {
    if (spool == null) {
      held.addAll(records);
      return;
    }
    for (byte[] record : records) {
      try {
        if (!spool.add(record)) {
          count(Drop.SPOOL_FULL, 1);
        }
      } catch (IOException e) {
        count(Drop.SPOOL_FULL, 1);
        LOG.error("The spool of output {} can't be written: {}", name, e.toString());
      }
    }
  }

  /** Offers what was not taken, when it is time. */
  private void again() throws InterruptedException {
    long pause = retryNanos - System.nanoTime();
    if (pause > 0) {
      if (spool == null) {
        TimeUnit.NANOSECONDS.sleep(Math.min(pause, LOOK_NANOS));
      }
      return; // with a spool, next() waits, and empties the queue into it meanwhile
    }
    try {
      List<byte[]> records = spool == null ? held : spool.first(limits.batch());
      if (send(records)) {
        if (spool == null) {
          held = new ArrayList<>();
        } else {
          spool.taken(records);
        }
      }
    } catch (IOException e) {
      LOG.error("The spool of output {} can't be read: {}", name, e.toString());
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private void count(Drop reason, long alerts) {
    Objects.requireNonNull(dropped.get(reason)).addAndGet(alerts);
  }

  public String name() {
    return name;
  }

  /** Why it takes nothing now; empty if it does. */
  public String problem() {
    return problem;
  }

  /** Alerts that it took. */
  public long written() {
    return written.get();
  }

  /** Alerts that others stand for, as repeats. */
  public long folded() {
    return folding.folded();
  }

  /** How often it did not take a batch. */
  public long failures() {
    return failures.get();
  }

  /** Alerts that were dropped for this reason. */
  public long dropped(Drop reason) {
    return Objects.requireNonNull(dropped.get(reason)).get();
  }

  /** Alerts that wait in memory. */
  public int waiting() {
    return waiting.size();
  }

  /** Bytes that wait on disk. */
  public long spooledBytes() {
    return spool == null ? 0 : spool.waitingBytes();
  }

  /** Hands over what waits, or spools it; waits for that no longer than 0.7 s. */
  @Override
  public void close() {
    closing = true;
    try {
      if (!thread.join(Duration.ofMillis(CLOSE_MILLIS))) {
        LOG.error("Output {} does not end in time", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    count(Drop.STOPPED, waiting.size());
  }
}
