package io.sentineledge.event;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A limited number of folders; one that is looked up takes the place of another. */
final class Folders {
  /** As many as a compiler or an archiver goes through before it comes back to the first. */
  static final int SIZE = 2048;

  /**
   * Longer ones are not kept: whoever makes files could otherwise make the agent keep 4 KiB for
   * each of them, and for each name.
   */
  private static final int LONGEST = 512;

  private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SIZE);
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

  private final @Nullable Folder[] table = new @Nullable Folder[SIZE];

  /** The folder of these components: leaf first, each ended by a zero byte. Null for a long one. */
  @Nullable Folder ofComponents(byte[] bytes, int from, int size) {
    if (size > LONGEST) {
      return null;
    }
    Folder folder = place(bytes, from, size);
    if (!folder.is(bytes, from, size)) {
      folder.becomeComponents(bytes, from, size);
    }
    return folder;
  }

  /** The folder of a path that does not end in a slash. Null for a long one. */
  @Nullable Folder ofPath(byte[] bytes, int from, int size) {
    if (size > LONGEST) {
      return null;
    }
    Folder folder = place(bytes, from, size);
    if (!folder.is(bytes, from, size)) {
      folder.becomePath(bytes, from, size);
    }
    return folder;
  }

  private Folder place(byte[] bytes, int from, int size) {
    int slot = (int) (hash(bytes, from, size) >>> SHIFT);
    Folder folder = table[slot];
    if (folder == null) {
      folder = new Folder(slot);
      table[slot] = folder;
    }
    return folder;
  }

  private static long hash(byte[] bytes, int from, int size) {
    long hash = size;
    int i = 0;
    for (; i + Long.BYTES <= size; i += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, from + i)) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    for (; i < size; i++) {
      hash = (hash ^ bytes[from + i]) * MULTIPLIER;
    }
    return (hash ^ hash >>> 29) * MULTIPLIER;
  }
}
