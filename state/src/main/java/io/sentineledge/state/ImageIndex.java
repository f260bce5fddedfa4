package io.sentineledge.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Images by pid, start and generation: an open-addressing table of pids whose slots lead to the
 * images of that pid, linked from the newest (greatest start, then generation) to the oldest.
 * Lookups allocate nothing.
 *
 * <pre>
 * slots  [ - ][ pid 7 ]--------------------------------[ - ][ pid 9 ] ...
 *               7, start 50, gen 3 -> 7, start 50, gen 2 -> 7, start 10, gen 1
 * </pre>
 */
final class ImageIndex {
  /** What /proc counts in: USER_HZ is 100 on every architecture with BPF. */
  static final long TICK_NANOS = 10_000_000;

  private static final int SMALLEST = 1024;

  private @Nullable ProcessImage[] slots = new @Nullable ProcessImage[SMALLEST];
  private int pids;

  /** Found last: most events are of the process that the one before was of. */
  private @Nullable ProcessImage last;

  private int home(int pid) {
    return ((pid * 0x9E3779B9) >>> 7) & (slots.length - 1);
  }

  private int slot(int pid) {
    int mask = slots.length - 1;
    int at = home(pid);
    for (ProcessImage image = slots[at]; image != null && image.pid != pid; image = slots[at]) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** The newest image with this pid, or null. */
  @Nullable ProcessImage newest(int pid) {
    return slots[slot(pid)];
  }

  @Nullable ProcessImage find(int pid, long start, int generation) {
    ProcessImage image = last;
    if (image == null
        || image.pid != pid
        || image.start != start
        || image.generation != generation) {
      image = search(pid, start, generation);
      last = image;
    }
    return image;
  }

  private @Nullable ProcessImage search(int pid, long start, int generation) {
    for (ProcessImage image = newest(pid); image != null; image = image.older) {
      if (image.start == start) {
        if (image.generation <= generation) {
          return image.generation == generation ? image : null;
        }
      } else if (image.start < start) {
        return null;
      }
    }
    return null;
  }

  /** Whether two starts of processes with one pid are those of one process. */
  static boolean sameTick(long start, long other) {
    return start == other || start / TICK_NANOS == other / TICK_NANOS;
  }

  /**
   * The newest image of a process. A start is compared to 10 ms, since that of a process or parent
   * that was read from /proc is no better; no pid is used again so fast.
   */
  @Nullable ProcessImage current(int pid, long start) {
    for (ProcessImage image = newest(pid); image != null; image = image.older) {
      if (sameTick(image.start, start)) {
        return image;
      }
    }
    return null;
  }

  /** Puts an image in its place in the order; there must be none yet with its identity. */
  void insert(ProcessImage image) {
    int slot = slot(image.pid);
    ProcessImage after = slots[slot];
    ProcessImage before = null;
    while (after != null && precedes(after, image)) {
      before = after;
      after = after.older;
    }
    image.older = after;
    image.newer = before;
    if (after != null) {
      after.newer = image;
    }
    if (before != null) {
      before.older = image;
      return;
    }
    slots[slot] = image;
    if (after == null && ++pids * 4 > slots.length * 3) {
      grow();
    }
  }

  private static boolean precedes(ProcessImage a, ProcessImage b) {
    return a.start != b.start ? a.start > b.start : a.generation > b.generation;
  }

  void remove(ProcessImage image) {
    last = null;
    ProcessImage newer = image.newer;
    ProcessImage older = image.older;
    image.newer = null;
    image.older = null;
    if (older != null) {
      older.newer = newer;
    }
    if (newer != null) {
      newer.older = older;
      return;
    }
    int slot = slot(image.pid);
    slots[slot] = older;
    if (older == null) {
      pids--;
      close(slot);
    }
  }

  /** Moves entries of a probe sequence back over an emptied slot. */
  private void close(int emptied) {
    int mask = slots.length - 1;
    int hole = emptied;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      ProcessImage image = slots[at];
      if (image == null) {
        return;
      }
      if (((at - home(image.pid)) & mask) >= ((at - hole) & mask)) {
        slots[hole] = image;
        slots[at] = null;
        hole = at;
      }
    }
  }

  private void grow() {
    @Nullable ProcessImage[] old = slots;
    slots = new @Nullable ProcessImage[old.length * 2];
    for (ProcessImage image : old) {
      if (image != null) {
        slots[slot(image.pid)] = image;
      }
    }
  }

  /** Number of slots, for walks with {@link #at}. */
  int capacity() {
    return slots.length;
  }

  /** The newest image of the pid in a slot, or null. */
  @Nullable ProcessImage at(int slot) {
    return slots[slot];
  }

  /** All images, in no order. */
  void forEach(Consumer<ProcessImage> action) {
    for (ProcessImage head : slots) {
      for (ProcessImage image = head; image != null; image = image.older) {
        action.accept(image);
      }
    }
  }
}
