package io.sentineledge.state;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long images stay in memory, and keeps their number below a limit.
 *
 * <pre>
 * LISTED    can be found; ended images for the grace period
 *   |  \
 *   |   RETAINED   ended, no longer found, but the creator of an image in memory
 *   |  /
 * GONE
 * </pre>
 *
 * When there are too many, ended images go first, by age; then retained ones, by age; then of some
 * living images that created none the one with the oldest activity.
 */
final class ImageMemory {
  enum State {
    NEW,
    LISTED,
    RETAINED,
    GONE
  }

  /** Most ended images kept in a row of creators, counted over twice as many creators. */
  static final int LINEAGE = 32;

  private static final int SAMPLE = 16;

  private final ImageIndex index;
  private final ArgumentStore arguments;
  private final ProcessLimits limits;
  private final ProcessCounters counters;

  private @Nullable ProcessImage firstEnded;
  private @Nullable ProcessImage lastEnded;
  private @Nullable ProcessImage firstRetained;
  private @Nullable ProcessImage lastRetained;
  private int hand;
  private LongConsumer evictions = _ -> {};

  ImageMemory(
      ImageIndex index, ArgumentStore arguments, ProcessLimits limits, ProcessCounters counters) {
    this.index = index;
    this.arguments = arguments;
    this.limits = limits;
    this.counters = counters;
  }

  /** Lists a new image. */
  void add(ProcessImage image) {
    while (counters.images >= limits.images()) {
      evict();
    }
    index.insert(image);
    image.state = State.LISTED;
    counters.images++;
  }

  /** Sets the creator of an image, and bounds the row of ended creators behind it. */
  void created(ProcessImage image, ProcessImage creator) {
    ProcessImage former = image.creator;
    if (creator == former || creator.state == State.GONE || creator.sameProcess(image)) {
      return;
    }
    image.creator = creator;
    creator.holders++;
    if (former != null) {
      letGo(former);
    }
    int ended = 0;
    ProcessImage last = creator;
    for (int i = 0; i < 2 * LINEAGE; i++) {
      if (last.endTime != 0 && ++ended == LINEAGE) {
        cutBehind(last);
        return;
      }
      ProcessImage next = last.creator;
      if (next == null) {
        return;
      }
      last = next;
    }
  }

  private void cutBehind(ProcessImage image) {
    ProcessImage creator = image.creator;
    if (creator != null) {
      image.creator = null;
      counters.lineageCut++;
      letGo(creator);
    }
  }

  /** Marks the end of an image, once. */
  void end(ProcessImage image, long time) {
    if (image.endTime != 0 || image.state != State.LISTED) {
      return;
    }
    image.endTime = Math.max(1, time);
    if (lastEnded == null) {
      firstEnded = image;
    } else {
      lastEnded.nextEnded = image;
    }
    lastEnded = image;
  }

  /** Forgets images that ended before the grace period. */
  void expire(long now) {
    while (firstEnded != null && now - firstEnded.endTime > limits.graceNanos()) {
      unlistFirstEnded(firstEnded);
    }
  }

  private void unlistFirstEnded(ProcessImage image) {
    firstEnded = image.nextEnded;
    image.nextEnded = null;
    if (firstEnded == null) {
      lastEnded = null;
    }
    index.remove(image);
    if (image.holders > 0) {
      retain(image);
    } else {
      release(image);
    }
  }

  private void evict() {
    if (firstEnded != null) {
      ProcessImage image = firstEnded;
      unlistFirstEnded(image);
      if (image.state == State.GONE) {
        evicted(image);
      }
    } else if (firstRetained != null) {
      ProcessImage image = firstRetained;
      unlinkRetained(image);
      release(image);
      evicted(image);
    } else {
      ProcessImage image = leastActive();
      index.remove(image);
      release(image);
      evicted(image);
    }
  }

  private void evicted(ProcessImage image) {
    counters.evicted++;
    evictions.accept(image.workload);
  }

  /** Says who is told the workload of each image that is forgotten before its time. */
  void onEviction(LongConsumer listener) {
    evictions = listener;
  }

  /**
   * Of some living images that are the creator of none, the one with the oldest activity; where
   * none of those is met, of all that are.
   */
  private ProcessImage leastActive() {
    ProcessImage leaf = null;
    ProcessImage any = null;
    int met = 0;
    while (met < SAMPLE || any == null) {
      hand = (hand + 1) & (index.capacity() - 1);
      ProcessImage image = index.at(hand);
      if (image == null) {
        continue;
      }
      met++;
      if (image.holders == 0 && (leaf == null || image.seen < leaf.seen)) {
        leaf = image;
      }
      if (any == null || image.seen < any.seen) {
        any = image;
      }
    }
    return leaf == null ? any : leaf;
  }

  /** One image less has this one as its creator. */
  private void letGo(ProcessImage creator) {
    if (--creator.holders == 0 && creator.state == State.RETAINED) {
      unlinkRetained(creator);
      release(creator);
    }
  }

  /** Takes an image, and what only it held, out of memory. */
  private void release(ProcessImage released) {
    ProcessImage image = released;
    while (true) {
      image.state = State.GONE;
      counters.images--;
      arguments.release(image);
      ProcessImage creator = image.creator;
      image.creator = null;
      if (creator == null || --creator.holders > 0 || creator.state != State.RETAINED) {
        return;
      }
      unlinkRetained(creator);
      image = creator;
    }
  }

  private void retain(ProcessImage image) {
    image.state = State.RETAINED;
    image.newer = lastRetained;
    if (lastRetained == null) {
      firstRetained = image;
    } else {
      lastRetained.older = image;
    }
    lastRetained = image;
  }

  private void unlinkRetained(ProcessImage image) {
    ProcessImage previous = image.newer;
    ProcessImage next = image.older;
    image.newer = null;
    image.older = null;
    if (previous == null) {
      firstRetained = next;
    } else {
      previous.older = next;
    }
    if (next == null) {
      lastRetained = previous;
    } else {
      next.newer = previous;
    }
  }
}
