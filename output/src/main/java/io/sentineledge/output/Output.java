package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
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

  /**
   * What can be replaced while alerts wait.
   *
   * @param filter which alerts go there; called by the threads that offer
   */
  public record Settings(
      RecordSink sink, AlertFormat format, Predicate<Alert> filter, Limits limits) {}

  private final String name;
  private final @Nullable Spool spool;
  private final LinkedBlockingQueue<Alert> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Map<Drop, AtomicLong> dropped = new EnumMap<>(Drop.class);
  private final Thread thread;
  private volatile String problem = "";
  private volatile boolean closing;
  private volatile Settings wanted;
  private Settings settings; // what the thread goes by

  private volatile Folding folding;
  private final AtomicLong foldedBefore = new AtomicLong();

  /** Records that were not taken, where there is no spool; at most a batch. */
  private List<byte[]> held = new ArrayList<>();

  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long retryNanos;

  /**
   * Starts the thread.
   *
   * @param spool null: what the output does not take waits in memory alone
   */
  public Output(String name, Settings settings, @Nullable Spool spool) {
    this.name = name;
    this.settings = settings;
    this.spool = spool;
    wanted = settings;
    folding = new Folding(settings.limits().fold());
    for (Drop reason : Drop.values()) {
      dropped.put(reason, new AtomicLong());
    }
    thread = new Thread(this::run, "se-out-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes an alert if it is for this output. Never waits. The bound of what waits is exact but for
   * as many alerts as threads offer at the same time.
   *
   * @return false if there was no room for it
   */
  public boolean offer(Alert alert) {
    Settings now = wanted;
    boolean room =
        !now.filter().test(alert)
            || (waiting.size() < now.limits().waiting() && waiting.offer(alert));
    if (!room) {
      count(Drop.QUEUE_FULL, 1);
    }
    return room;
  }

  /**
   * Goes by other settings from now on: the filter and the bound of what waits at once, the rest
   * after the batch that is being handed over. What waits, in memory or on disk, goes to the new
   * sink; the old one is closed.
   *
   * @param spoolBytes the spool does not become larger
   */
  public synchronized void replace(Settings next, long spoolBytes) {
    if (spool != null) {
      spool.limit(spoolBytes);
    }
    if (!wanted.equals(settings)) {
      wanted.sink().close(); // came and went before the thread saw it
    }
    wanted = next;
  }

  /** Takes over what was set meanwhile; what its folding holds goes out as it is. */
  private synchronized List<byte[]> adopt() {
    if (wanted.equals(settings)) {
      return List.of();
    }
    List<byte[]> rest = rest();
    foldedBefore.addAndGet(folding.folded());
    settings.sink().close();
    settings = wanted;
    folding = new Folding(settings.limits().fold());
    pauseMillis = FIRST_PAUSE_MILLIS;
    retryNanos = System.nanoTime();
    return rest;
  }

  private List<byte[]> rest() {
    List<byte[]> rest = new ArrayList<>();
    folding.rest().forEach(sighting -> rest.add(settings.format().format(sighting)));
    return rest;
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
    handOver(adopt(), false);
    handOver(rest(), false);
    if (!held.isEmpty()) {
      count(Drop.STOPPED, held.size());
    }
    settings.sink().close();
    if (spool != null) {
      spool.close();
    }
  }

  private void step() throws InterruptedException {
    handOver(adopt(), false);
    if (held.isEmpty()) {
      take();
    }
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

  /**
   * Takes the next batch. Of a sink that is slower than alerts come, all that wait go to the spool,
   * before they are too many for memory.
   */
  private void take() throws InterruptedException {
    boolean behind = spool != null && waiting.size() > settings.limits().waiting() / 2;
    do {
      handOver(next(), behind);
    } while (spool != null && backlog() && !waiting.isEmpty());
  }

  /** The next batch; empty if none came in time. */
  private List<byte[]> next() throws InterruptedException {
    long patience = backlog() ? Math.min(LOOK_NANOS, retryNanos - System.nanoTime()) : LOOK_NANOS;
    Alert alert = closing ? waiting.poll() : waiting.poll(patience, TimeUnit.NANOSECONDS);
    Limits limits = settings.limits();
    List<byte[]> records = new ArrayList<>();
    long begin = System.nanoTime();
    folding.due(begin).forEach(sighting -> records.add(settings.format().format(sighting)));
    for (int taken = 1; alert != null; taken++) {
      if (folding.passes(alert, begin)) {
        records.add(settings.format().format(alert));
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

  /** Sends records, unless later or after what waits already; keeps what is not taken. */
  private void handOver(List<byte[]> records, boolean later) {
    if (!records.isEmpty()) {
      keep(later || backlog() ? records : send(records));
    }
  }

  private boolean backlog() {
    return !held.isEmpty() || (spool != null && !spool.isEmpty());
  }

  /** Hands records over; what was not taken. */
  private List<byte[]> send(List<byte[]> records) {
    try {
      settings.sink().write(records);
      took(records.size());
      return List.of();
    } catch (RefusedException e) {
      took(records.size() - e.records());
      refused(e.records(), e);
      return List.of();
    } catch (IOException e) {
      failures.incrementAndGet();
      settings.sink().close();
      String reason = String.valueOf(e instanceof IncompleteException ? e.getCause() : e);
      if (problem.isEmpty()) {
        LOG.error("Alerts can't be written to output {}: {}", name, reason);
      }
      problem = SafeText.cut(reason, 200);
      retryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
      if (e instanceof IncompleteException partly) {
        written.addAndGet(partly.records() - partly.refused());
        refused(partly.refused(), e);
        return records.subList(partly.records(), records.size());
      }
      return records;
    }
  }

  private void refused(int records, IOException reason) {
    if (records > 0) {
      count(Drop.REFUSED, records);
      LOG.error("Output {} refused {} alerts: {}", name, records, reason.getMessage());
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
      if (spool == null) {
        held = new ArrayList<>(send(held));
      } else {
        List<byte[]> records = spool.first(settings.limits().batch());
        spool.taken(records.subList(0, records.size() - send(records).size()));
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
    return foldedBefore.get() + folding.folded();
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

  /** Whether its thread has come to its end, after {@link #close}. */
  public boolean ended() {
    return !thread.isAlive();
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
