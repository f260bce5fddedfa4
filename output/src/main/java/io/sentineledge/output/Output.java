package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One output with a queue and two threads of its own: one takes alerts from the queue and formats
 * them, the other, a {@link Sender}, hands them over. Detection never waits for it, and the queue
 * never for the sink: what that does not take goes to the output's spool, in order, and what does
 * not fit there is counted and dropped.
 *
 * <p>{@link #offer} and the counters are for any thread.
 */
public final class Output implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Output.class);
  private static final long CLOSE_MILLIS = 700;

  /** Of repeats, any number is one record; their windows have to end all the same. */
  private static final int MOST_AT_ONCE = 4096;

  /** The thread is never interrupted, which would close files: so it looks up now and then. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** While the sink is busy, how often it is seen whether too many wait for it. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Characters of text that the waiting alerts may hold: a process chooses how long names are. */
  private static final long MOST_CHARS = 4 << 20;

  /** Why an alert did not reach the output. */
  public enum Drop {
    /** As many alerts as are allowed were waiting, or they took too much memory. */
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
  private final LinkedBlockingQueue<Alert> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingChars = new AtomicLong();
  private final Drops drops = new Drops();
  private final Backlog backlog;
  private final Sender sender;
  private final Thread thread;
  private volatile boolean closing;

  /** Nobody takes from the queue any more. */
  private volatile boolean ended;

  private volatile Settings wanted;
  private Settings settings; // what the thread goes by

  /** Records of the batch that is being filled. */
  private volatile int gathered;

  private volatile Folding folding;
  private final AtomicLong foldedBefore = new AtomicLong();

  /**
   * Starts the threads.
   *
   * @param spool null: what the output does not take waits in memory alone
   */
  public Output(String name, Settings settings, @Nullable Spool spool) {
    this.name = name;
    this.settings = settings;
    wanted = settings;
    folding = new Folding(settings.limits().fold());
    backlog = new Backlog(name, spool, drops);
    sender = new Sender(name, backlog, drops, settings.sink(), settings.limits().batch());
    thread = new Thread(this::run, "se-out-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes an alert if it is for this output. Never waits. The bound of what waits is exact but for
   * as many alerts as threads offer at the same time. One that comes while the output ends is
   * handed over, spooled or counted as {@link Drop#STOPPED}.
   *
   * @return false if there was no room for it
   */
  public boolean offer(Alert alert) {
    Settings now = wanted;
    if (!now.filter().test(alert)) {
      return true;
    }
    if (closing) {
      drops.count(Drop.STOPPED, 1);
      return true;
    }
    long size = AlertQueue.size(alert);
    if (waiting.size() >= now.limits().waiting()
        || waitingChars.get() + size > MOST_CHARS
        || !waiting.offer(alert)) {
      drops.count(Drop.QUEUE_FULL, 1);
      return false;
    }
    waitingChars.addAndGet(size);
    if (ended) {
      sweep(_ -> drops.count(Drop.STOPPED, 1));
    }
    return true;
  }

  /** Deals with what came as the thread ended. Each alert is polled by one alone. */
  private void sweep(Consumer<Alert> deal) {
    for (Alert late = waiting.poll(); late != null; late = waiting.poll()) {
      deal.accept(late);
    }
  }

  /**
   * Goes by other settings from now on: the filter and the bound of what waits at once, the rest
   * after the batch that is being handed over. What waits, in memory or on disk, goes to the new
   * sink; the old one is closed.
   *
   * @param spoolBytes the spool does not become larger
   */
  public void replace(Settings next, long spoolBytes) {
    backlog.limit(spoolBytes);
    wanted = next;
    sender.replace(next.sink(), next.limits().batch());
  }

  /** Takes over what was set meanwhile; what its folding holds goes out as it is. */
  private void adopt() {
    Settings now = wanted;
    if (!now.equals(settings)) {
      foldedBefore.addAndGet(folding.folded());
      add(rest(), false);
      settings = now;
      folding = new Folding(now.limits().fold());
    }
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
    ended = true;
    sweep(alert -> add(List.of(settings.format().format(Sighting.of(alert))), false));
    add(rest(), false);
    backlog.finish();
  }

  /**
   * Takes the next batch. Of a sink that is slower than alerts come, all that wait go to the spool,
   * before they are too many for memory.
   */
  private void step() throws InterruptedException {
    adopt();
    Limits limits = settings.limits();
    boolean behind =
        backlog.hasSpool()
            && (waiting.size() > limits.waiting() / 2 || waitingChars.get() > MOST_CHARS / 2);
    if (behind || closing || backlog.awaitRoom(limits.batch(), BUSY_NANOS)) {
      add(next(), behind);
      gathered = 0;
    }
  }

  private void add(List<byte[]> records, boolean onDisk) {
    if (!records.isEmpty()) {
      backlog.add(records, onDisk);
    }
  }

  /** The next batch; empty if none came in time. */
  private List<byte[]> next() throws InterruptedException {
    Alert alert = closing ? waiting.poll() : waiting.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
    Limits limits = settings.limits();
    List<byte[]> records = new ArrayList<>();
    long begin = System.nanoTime();
    folding.due(begin).forEach(sighting -> records.add(settings.format().format(sighting)));
    gathered = records.size();
    for (int taken = 1; alert != null; taken++) {
      waitingChars.addAndGet(-AlertQueue.size(alert));
      if (folding.passes(alert, begin)) {
        records.add(settings.format().format(alert));
        gathered = records.size();
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

  public String name() {
    return name;
  }

  /** Why it takes nothing now; empty if it does. */
  public String problem() {
    return sender.problem();
  }

  /** Alerts that it took. */
  public long written() {
    return sender.written();
  }

  /** Alerts that others stand for, as repeats. */
  public long folded() {
    return foldedBefore.get() + folding.folded();
  }

  /** How often it did not take a batch. */
  public long failures() {
    return sender.failures();
  }

  /** Alerts that were dropped for this reason. */
  public long dropped(Drop reason) {
    return drops.get(reason);
  }

  /** Alerts that wait in memory, also those that are being handed over. */
  public int waiting() {
    return waiting.size() + gathered + backlog.waiting();
  }

  /** Those of them that the bound of the queue is about. */
  int queued() {
    return waiting.size();
  }

  /** Bytes that wait on disk. */
  public long spooledBytes() {
    return backlog.spooledBytes();
  }

  /** Whether its threads have come to their end, after {@link #close}. */
  public boolean ended() {
    return !thread.isAlive() && sender.ended();
  }

  /** Hands over what waits, or spools it; waits for that no longer than 0.7 s. */
  @Override
  public void close() {
    closing = true;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    try {
      thread.join(CLOSE_MILLIS);
      sender.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended()) {
      LOG.error("Output {} does not end in time", name);
    }
    backlog.end();
  }
}
