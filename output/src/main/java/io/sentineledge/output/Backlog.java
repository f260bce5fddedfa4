package io.sentineledge.output;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Formatted records between the thread that makes them and the one that sends them, in order. A few
 * wait in memory; with a spool, all are in there as soon as one could not be sent, or as they are
 * more than a batch, also those that are just being sent: what is not in memory any more after a
 * crash was taken or is on disk. For any thread.
 */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final String name;
  private final @Nullable Spool spool;
  private final Drops drops;
  private final Deque<byte[]> memory = new ArrayDeque<>();
  private List<byte[]> sending = List.of();

  /** How many of those are the first ones in the spool. */
  private int stored;

  private volatile int waiting;

  /** Nothing is added any more. */
  private boolean finished;

  /** Nothing is sent any more. */
  private boolean ended;

  Backlog(String name, @Nullable Spool spool, Drops drops) {
    this.name = name;
    this.spool = spool;
    this.drops = drops;
  }

  /** Whether what does not fit in memory waits on disk. */
  boolean hasSpool() {
    return spool != null;
  }

  private boolean onDisk() {
    return spool != null && !spool.isEmpty();
  }

  /**
   * Waits until there is room for another batch.
   *
   * @return whether there is
   */
  synchronized boolean awaitRoom(int batch, long nanos) throws InterruptedException {
    if (!hasRoom(batch)) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    return hasRoom(batch);
  }

  private boolean hasRoom(int batch) {
    return spool == null
        ? memory.isEmpty() && sending.isEmpty()
        : memory.size() < batch || onDisk();
  }

  /**
   * Adds records.
   *
   * @param onDisk whether they, and all before them, go to the spool; else if that holds any
   */
  synchronized void add(List<byte[]> records, boolean onDisk) {
    if (ended) {
      drops.count(Output.Drop.STOPPED, records.size());
      return;
    }
    memory.addAll(records);
    if (spool != null && (onDisk || onDisk())) {
      store(spool);
    }
    changed();
  }

  /** Moves all to the spool. */
  private void store(Spool to) {
    if (to.isEmpty() && stored == 0) {
      while (stored < sending.size() && put(to, sending.get(stored))) {
        stored++;
      }
      read(to, stored);
    }
    for (byte[] record : memory) {
      if (!put(to, record)) {
        drops.count(Output.Drop.SPOOL_FULL, 1);
      }
    }
    memory.clear();
  }

  private boolean put(Spool to, byte[] record) {
    try {
      return to.add(record);
    } catch (IOException e) {
      LOG.error("The spool of output {} can't be written: {}", name, e.toString());
      return false;
    }
  }

  private List<byte[]> read(Spool from, int count) {
    try {
      return from.first(count);
    } catch (IOException e) {
      LOG.error("The spool of output {} can't be read: {}", name, e.toString());
      return List.of();
    }
  }

  /**
   * The next records to send, if there are any in time; {@link #done} must follow.
   *
   * @param most so many at once
   */
  synchronized List<byte[]> next(int most, long nanos) throws InterruptedException {
    if (memory.isEmpty() && !onDisk() && !finished) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
    if (memory.isEmpty() && spool != null && onDisk()) {
      sending = read(spool, most);
      stored = sending.size();
    } else {
      List<byte[]> first = new ArrayList<>();
      while (first.size() < most && !memory.isEmpty()) {
        first.add(memory.removeFirst());
      }
      sending = first;
    }
    changed();
    return sending;
  }

  /**
   * The records of {@link #next} were sent, but for some.
   *
   * @param left the same objects
   * @return whether that counts: not, once all has {@link #end ended}
   */
  synchronized boolean done(List<byte[]> left) {
    if (ended) {
      return false;
    }
    Set<byte[]> same = Collections.newSetFromMap(new IdentityHashMap<>());
    same.addAll(left);
    BitSet taken = new BitSet();
    List<byte[]> rest = new ArrayList<>();
    for (int i = 0; i < sending.size(); i++) {
      boolean isLeft = same.contains(sending.get(i));
      if (i < stored) {
        taken.set(i, !isLeft);
      } else if (isLeft) {
        rest.add(sending.get(i));
      }
    }
    try {
      if (spool != null && stored > 0) {
        spool.taken(taken);
      }
    } catch (IOException e) {
      LOG.error("The spool of output {} can't be written: {}", name, e.toString());
    }
    sending = List.of();
    stored = 0;
    rest.reversed().forEach(memory::addFirst);
    if (spool != null && !rest.isEmpty()) {
      store(spool);
    }
    changed();
    return true;
  }

  /** Lets time pass, unless nothing is added any more. */
  synchronized void rest(long nanos) throws InterruptedException {
    if (!finished) {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    }
  }

  /** Nothing is added any more. */
  synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** Whether nothing is added any more. */
  synchronized boolean finished() {
    return finished;
  }

  /** Whether something waits that will be lost unless it is sent now. */
  synchronized boolean inMemory() {
    return !memory.isEmpty();
  }

  /** Records that are nowhere but in memory, also those that are being sent. Never waits. */
  int waiting() {
    return waiting;
  }

  private void changed() {
    waiting = memory.size() + sending.size() - stored;
    notifyAll();
  }

  /** Bytes that wait on disk. */
  long spooledBytes() {
    return spool == null ? 0 : spool.waitingBytes();
  }

  /** The spool does not become larger. */
  void limit(long bytes) {
    if (spool != null) {
      spool.limit(bytes);
    }
  }

  /** The end: what was not sent, or may not have been, stays in the spool or is counted. */
  synchronized void end() {
    if (ended) {
      return;
    }
    sending.subList(stored, sending.size()).reversed().forEach(memory::addFirst);
    sending = List.of();
    stored = 0;
    if (spool == null) {
      drops.count(Output.Drop.STOPPED, memory.size());
      memory.clear();
    } else {
      store(spool);
      spool.close();
    }
    ended = true;
    changed();
  }
}
