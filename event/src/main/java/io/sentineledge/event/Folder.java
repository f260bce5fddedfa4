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
  /** How many of one view there are. */
  public static final int MOST = 2 * Folders.SIZE;

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

  /** Whether the key is components, leaf first, and not the path itself. */
  private boolean leafFirst;

  /** Whether the path is there: of most folders it is never asked for. */
  private boolean pathKnown;

  private @Nullable Folder parent;
  private int parentUse;

  Folder(int number) {
    this.number = number;
  }

  /**
   * Tells it from the others of its view, so that facts about all of them can be kept in an array;
   * from 0, less than {@link #MOST}.
   */
  public int number() {
    return number;
  }

  /** Holds the path of the folder, from {@link #offset}. */
  public byte[] array() {
    if (!pathKnown) {
      pathKnown = true;
      makePath();
    }
    return bytes;
  }

  /** Whether {@link #array} need not make the path first. */
  boolean isPathKnown() {
    return pathKnown;
  }

  /** Takes the path from where it is written out, which costs less than making it. */
  void path(byte[] from, int offset) {
    System.arraycopy(from, offset, bytes, keyLength, length());
    pathKnown = true;
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
    to.set(array(), keyLength, Math.max(1, keyLength));
  }

  /** The last component of the path, without the slash at its end; empty for the root. */
  public void leaf(Text to) {
    int length = leaf(bytes, 0, keyLength, leafFirst);
    to.set(bytes, leafFirst ? 0 : keyLength - length, length);
  }

  /** Counts what this has been: another number means another folder. */
  public int use() {
    return use;
  }

  /** The folder that holds this one; null where that is not kept any more, and for the root. */
  public @Nullable Folder parent() {
    return parent != null && parent.use == parentUse ? parent : null;
  }

  /** Bytes of the last component of a key. */
  static int leaf(byte[] key, int from, int size, boolean leafFirst) {
    if (leafFirst) {
      return PathDecoder.component(key, from, size);
    }
    int length = 0;
    while (length < size && key[from + size - 1 - length] != '/') {
      length++;
    }
    return length;
  }

  boolean is(byte[] other, int from, int size) {
    return keyLength == size && Arrays.equals(bytes, 0, size, other, from, from + size);
  }

  /**
   * Becomes another folder.
   *
   * @param key of it: components, leaf first and each ended by a zero byte, or its path without the
   *     last slash; as long as the path either way
   */
  void become(byte[] key, int from, int size, boolean leafFirst, @Nullable Folder parent) {
    this.parent = parent;
    parentUse = parent == null ? 0 : parent.use;
    int needed = 2 * size + 1;
    if (bytes.length < needed) {
      bytes = new byte[Integer.highestOneBit(needed) << 1];
    }
    System.arraycopy(key, from, bytes, 0, size);
    keyLength = size;
    this.leafFirst = leafFirst;
    pathKnown = false;
    use++;
  }

  private void makePath() {
    int size = keyLength;
    bytes[2 * size] = '/';
    if (leafFirst) {
      PathDecoder.reverse(bytes, 0, size, bytes, size);
    } else {
      System.arraycopy(bytes, 0, bytes, size, size);
    }
  }

  /** The path of a file in the folder, in the folder's own memory. */
  void file(byte[] from, int offset, int size, Text to) {
    array();
    int at = 2 * keyLength + 1;
    if (bytes.length < at + size) {
      bytes = Arrays.copyOf(bytes, Integer.highestOneBit(at + size) << 1);
    }
    System.arraycopy(from, offset, bytes, at, size);
    to.set(bytes, keyLength, keyLength + 1 + size);
  }
}
