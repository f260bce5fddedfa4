package io.sentineledge.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the table in step with /proc where events do not: at start, and after lost records. */
final class ProcKeeper {
  /** A process that caused an event this recently need not be looked at. */
  private static final long UNSEEN_NANOS = 5_000_000_000L;

  private static final int MOST_ORPHANS = 64;

  private final ProcFiller filler;
  private final ImageIndex index;
  private final ImageMemory memory;
  private final ProcessCounters counters;
  private final @Nullable ProcessImage[] orphans = new @Nullable ProcessImage[MOST_ORPHANS];
  private int orphanCount;
  private int hand;

  ProcKeeper(ProcFiller filler, ImageIndex index, ImageMemory memory, ProcessCounters counters) {
    this.filler = filler;
    this.index = index;
    this.memory = memory;
    this.counters = counters;
  }

  /** Adds all processes; returns how many. */
  int load(ProcessTable table, long now) {
    int found = 0;
    for (int pid : filler.pids()) {
      ProcessImage image = filler.process(pid, now);
      if (image != null && index.current(pid, image.start) == null) {
        table.add(image);
        found++;
      }
    }
    return found;
  }

  /**
   * Remembers a living process that was found to have an exited parent. Its own next event would
   * tell who took it over, but its descendants may be asked about before.
   */
  void orphaned(ProcessImage image) {
    if (orphanCount < MOST_ORPHANS) {
      orphans[orphanCount++] = image;
    }
  }

  void verify(int processes, long now) {
    for (int i = 0; i < orphanCount; i++) {
      ProcessImage image = orphans[i];
      if (image != null) {
        filler.parent(image);
      }
    }
    Arrays.fill(orphans, 0, orphanCount, null);
    orphanCount = 0;
    // A /proc that went away must not make all processes look gone.
    int left = filler.showsAll() ? processes : 0;
    for (int i = 0; left > 0 && i < index.capacity(); i++) {
      hand = (hand + 1) & (index.capacity() - 1);
      ProcessImage image = index.at(hand);
      if (image != null && image.endTime == 0 && now - image.seen >= UNSEEN_NANOS) {
        left--;
        if (filler.gone(image)) {
          image.exited = true;
          counters.exitsMissed++;
          memory.end(image, now);
        }
      }
    }
  }
}
