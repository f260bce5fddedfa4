package io.sentineledge.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The part of a path up to and with its last slash, kept from one event to the next by {@link
 * Folders}: most files that are used one after the other lie in a few folders, and what was found
 * out about a folder need not be found out again for each of them.
 *
 * <p>Belongs to one {@link EventView}, is used by its thread, and is valid until its next {@link
 * EventView#wrap}: it may then become another folder.
 */
public final class Folder {
  /** How many there are of one kind. */
  public static final int MOST = Folders.SIZE;

  /** Enough for most folders: beside the array's header, two lines of a processor's cache. */
  private static final int LEAST = 112;

  /**
   * What a user of the view keeps about the folder; left in place when it becomes another one, so
   * that memory can be used again: see {@link #use}.
   */
  public @Nullable Object facts;

  private final int number;

  /** The key and, behind it, the path: next to each other, since both are looked at each time. */
  private byte[] bytes = new byte[LEAST];

  private int keyLength = -1;
  private int use;

  Folder(int number) {
    this.number = number;
  }

  /**
   * Tells it from the others of {@link EventView#soleFolder}, so that facts about all of them can
   * be kept in an array; from 0, less than {@link #MOST}.
   */
  public int number() {
    return number;
  }

  /** Holds the path of the folder, from {@link #offset}. */
  public byte[] array() {
    return bytes;
  }

  /** Where the path begins. */
  public int offset() {
    return keyLength;
  }

  /** Bytes of the path with the slash at its end. */
  public int length() {
    return keyLength + 1;
  }

  /** The path as a name: without the slash at its end, but for that of the root. */
  public void name(Text to) {
    to.set(bytes, keyLength, Math.max(1, keyLength));
  }

  /** Counts what this has been: another number means another folder. */
  public int use() {
    return use;
  }

  boolean is(byte[] other, int from, int size) {
    return keyLength == size && Arrays.equals(bytes, 0, size, other, from, from + size);
  }

  /** Becomes the folder with the key, whose path is as long with its slash, and is set next. */
  private void become(byte[] key, int from, int size) {
    int needed = 2 * size + 1;
    if (bytes.length < needed) {
      bytes = new byte[Integer.highestOneBit(needed) << 1];
    }
    System.arraycopy(key, from, bytes, 0, size);
    keyLength = size;
    bytes[2 * size] = '/';
    use++;
  }

  /** Becomes the folder whose path, without the last slash, the bytes are. */
  void becomePath(byte[] path, int from, int size) {
    become(path, from, size);
    System.arraycopy(path, from, bytes, size, size);
  }

  /** Becomes the folder that the components lead to: leaf first, each ended by a zero byte. */
  void becomeComponents(byte[] components, int from, int size) {
    become(components, from, size);
    PathDecoder.reverse(components, from, size, bytes, size);
  }

  /** The path of a file in the folder, in the folder's own memory. */
  void file(byte[] from, int offset, int size, Text to) {
    int at = 2 * keyLength + 1;
    if (bytes.length < at + size) {
      bytes = Arrays.copyOf(bytes, Integer.highestOneBit(at + size) << 1);
    }
    System.arraycopy(from, offset, bytes, at, size);
    to.set(bytes, keyLength, keyLength + 1 + size);
  }
}
