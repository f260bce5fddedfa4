package io.sentineledge.output;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what waits in a {@link Backlog} to a sink, on a thread of its own, so that a sink that does
 * not return holds up nothing else. What was not taken is offered again, first after {@value
 * #FIRST_PAUSE_MILLIS} ms, then more and more rarely. The counters are for any thread.
 */
final class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final int FIRST_PAUSE_MILLIS = 250;
  private static final int LONGEST_PAUSE_MILLIS = 30_000;
  private static final int LONGEST_REASON = 200;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A sink that takes so long for a batch is told as a problem. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final String name;
  private final Backlog backlog;
  private final Drops drops;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Thread thread;
  private volatile String problem = "";
  private volatile long since; // of the batch that is being handed over; 0: none is
  private volatile int batch;
  private RecordSink wanted;
  private RecordSink sink; // what the thread uses
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long retryNanos;

  /** Starts the thread. */
  Sender(String name, Backlog backlog, Drops drops, RecordSink sink, int batch) {
    this.name = name;
    this.backlog = backlog;
    this.drops = drops;
    this.sink = sink;
    this.batch = batch;
    wanted = sink;
    thread = new Thread(this::run, "se-send-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Sends to another sink, after the batch that is being handed over; the old one is closed. */
  synchronized void replace(RecordSink next, int nextBatch) {
    if (!wanted.equals(sink)) {
      wanted.close(); // came and went before the thread saw it
    }
    wanted = next;
    batch = nextBatch;
  }

  private synchronized void adopt() {
    if (!wanted.equals(sink)) {
      sink.close();
      sink = wanted;
      pauseMillis = FIRST_PAUSE_MILLIS;
      retryNanos = System.nanoTime();
    }
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        adopt();
        goesOn = step();
      } catch (InterruptedException e) {
        LOG.error("Output {} was interrupted; it goes on", name);
      }
    }
    sink.close();
  }

  /** Sends a batch, if it is time to; whether there may be more to do. */
  private boolean step() throws InterruptedException {
    long pause = problem.isEmpty() ? 0 : retryNanos - System.nanoTime();
    if (pause > 0 && !backlog.finished()) {
      backlog.rest(Math.min(pause, LOOK_NANOS));
      return true;
    }
    if (backlog.finished() && (!problem.isEmpty() || !backlog.inMemory())) {
      return false; // what is on disk waits there
    }
    List<byte[]> records = backlog.next(batch, LOOK_NANOS);
    if (!records.isEmpty()) {
      send(records);
    }
    return true;
  }

  private void send(List<byte[]> records) {
    since = System.nanoTime() | 1;
    try {
      sink.write(records);
      took(List.of(), records.size(), 0);
    } catch (RefusedException e) {
      refused(e.records(), e);
      took(List.of(), records.size() - e.records(), e.records());
    } catch (IncompleteException e) {
      refused(e.refused(), e);
      took(e.left(), records.size() - e.left().size() - e.refused(), e.refused());
      failed(String.valueOf(e.getCause()));
    } catch (IOException e) {
      took(records, 0, 0);
      failed(e.toString());
    } catch (RuntimeException e) {
      LOG.error("Internal error in output {}; it goes on with the next alert", name, e);
      took(List.of(), 0, records.size());
    } finally {
      since = 0;
    }
  }

  private void refused(int records, IOException reason) {
    if (records > 0) {
      LOG.error("Output {} refused {} alerts: {}", name, records, reason.getMessage());
    }
  }

  private void took(List<byte[]> left, int taken, int refused) {
    if (backlog.done(left)) {
      written.addAndGet(taken);
      drops.count(Output.Drop.REFUSED, refused);
    }
    if (left.isEmpty()) {
      pauseMillis = FIRST_PAUSE_MILLIS;
      if (!problem.isEmpty()) {
        problem = "";
        LOG.info("Output {} takes alerts again", name);
      }
    }
  }

  private void failed(String reason) {
    failures.incrementAndGet();
    sink.close();
    if (problem.isEmpty()) {
      LOG.error("Alerts can't be written to output {}: {}", name, reason);
    }
    retryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
    pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
    problem = SafeText.cut(reason, LONGEST_REASON);
  }

  /** Why nothing is taken now; empty if it is. */
  String problem() {
    long began = since;
    long takes = began == 0 ? 0 : System.nanoTime() - began;
    return problem.isEmpty() && takes > PATIENCE_NANOS
        ? "has not taken a batch for " + TimeUnit.NANOSECONDS.toSeconds(takes) + " s"
        : problem;
  }

  /** Alerts that were taken. */
  long written() {
    return written.get();
  }

  /** How often a batch was not taken, or not all of it. */
  long failures() {
    return failures.get();
  }

  /** Whether its thread has come to its end, after {@link Backlog#finish}. */
  boolean ended() {
    return !thread.isAlive();
  }

  /** Waits for that, for so long at most. */
  void awaitEnd(long millis) throws InterruptedException {
    if (millis > 0) {
      thread.join(millis);
    }
  }
}
