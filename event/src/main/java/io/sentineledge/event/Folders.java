package io.sentineledge.event;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A limited number of folders; one that is looked up takes the place of another. */
final class Folders {
  /**
   * As many as programs use over and over; a walk through a tree needs few, and no number helps.
   */
  static final int SIZE = 512;

  /**
   * Longer ones are not kept: whoever makes files could otherwise make the agent keep 4 KiB for
   * each of them, and for each name.
   */
  private static final int LONGEST = 512;

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SIZE);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private final @Nullable Folder[] table = new @Nullable Folder[SIZE];
  private final int firstNumber;

  /** The one looked up last, which most files lie in, too. */
  private Folder last;

  /**
   * No folder yet.
   *
   * @param firstNumber of their numbers, which are as many as {@link #SIZE}
   */
  Folders(int firstNumber) {
    this.firstNumber = firstNumber;
    last = new Folder(firstNumber);
  }

  /** The folder of these components: leaf first, each ended by a zero byte. Null for a long one. */
  @Nullable Folder ofComponents(byte[] bytes, int from, int size) {
    return find(bytes, from, size, true);
  }

  /** The folder of a path that does not end in a slash. Null for a long one. */
  @Nullable Folder ofPath(byte[] bytes, int from, int size) {
    return find(bytes, from, size, false);
  }

  private @Nullable Folder find(byte[] key, int from, int size, boolean leafFirst) {
    if (!last.is(key, from, size)) {
      if (size > LONGEST) {
        return null;
      }
      Folder folder = place(key, from, size);
      if (!folder.is(key, from, size)) {
        folder.become(key, from, size, leafFirst, parent(key, from, size, leafFirst));
      }
      last = folder;
    }
    return last;
  }

  /** The folder that holds one; made, since its other folders are likely to follow. */
  private @Nullable Folder parent(byte[] key, int from, int size, boolean leafFirst) {
    if (size == 0) {
      return null;
    }
    int leaf = Folder.leaf(key, from, size, leafFirst);
    int at = leafFirst ? from + Math.min(size, leaf + 1) : from;
    int rest = Math.max(0, size - leaf - 1);
    Folder parent = place(key, at, rest);
    if (!parent.is(key, at, rest)) {
      parent.become(key, at, rest, leafFirst, null);
    }
    return parent;
  }

  private Folder place(byte[] bytes, int from, int size) {
    int slot = (int) (hash(bytes, from, size) >>> SHIFT);
    Folder folder = table[slot];
    if (folder == null) {
      folder = new Folder(firstNumber + slot);
      table[slot] = folder;
    }
    return folder;
  }

  private static long hash(byte[] bytes, int from, int size) {
    long hash = size;
    int i = 0;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      hash = mix(hash, (long) LONG.get(bytes, from + i));
    }
    if (i < size && size >= Long.BYTES) {
      hash = mix(hash, (long) LONG.get(bytes, from + size - Long.BYTES));
    } else {
      for (; i < size; i++) {
        hash = mix(hash, bytes[from + i]);
      }
    }
    return (hash ^ hash >>> 29) * MULTIPLIER;
  }

  private static long mix(long hash, long next) {
    long mixed = (hash ^ next) * MULTIPLIER;
    return mixed ^ mixed >>> 32;
  }
}
