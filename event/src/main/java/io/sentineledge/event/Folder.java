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
  /** No name of one component is longer, linux/limits.h NAME_MAX; fuse may exceed it. */
  private static final int ROOM = 256;

  /**
   * What a user of the view keeps about the folder; left in place when it becomes another one, so
   * that memory can be used again: see {@link #use}.
   */
  public @Nullable Object facts;

  private byte[] key = new byte[64];
  private int keyLength = -1;
  private byte[] path = new byte[64 + ROOM];
  private int length;
  private int use;

  /** The bytes of the folder, up to {@link #length}. */
  public byte[] path() {
    return path;
  }

  /** Bytes of the folder with the slash at its end. */
  public int length() {
    return length;
  }

  /** Counts what this has been: another number means another folder. */
  public int use() {
    return use;
  }

  boolean is(byte[] bytes, int from, int size) {
    return keyLength == size && Arrays.equals(key, 0, size, bytes, from, from + size);
  }

  /** Becomes the folder with the key, whose path is set next. */
  private void become(byte[] bytes, int from, int size) {
    if (key.length < size) {
      key = new byte[Integer.highestOneBit(size) << 1];
    }
    System.arraycopy(bytes, from, key, 0, size);
    keyLength = size;
    length = size + 1;
    if (path.length < length + ROOM) {
      path = new byte[(Integer.highestOneBit(length) << 1) + ROOM];
    }
    use++;
  }

  /** Becomes the folder whose path, without the last slash, the bytes are. */
  void becomePath(byte[] bytes, int from, int size) {
    become(bytes, from, size);
    System.arraycopy(bytes, from, path, 0, size);
    path[size] = '/';
  }

  /** Becomes the folder that the components lead to: leaf first, each ended by a zero byte. */
  void becomeComponents(byte[] bytes, int from, int size) {
    become(bytes, from, size);
    path[size] = '/';
    PathDecoder.reverse(bytes, from, size, path, 0);
  }

  /** The path of a file in the folder, in the folder's own memory. */
  void file(byte[] bytes, int from, int size, Text to) {
    if (path.length < length + size) {
      path = Arrays.copyOf(path, length + size + ROOM);
    }
    byte[] room = path;
    for (int i = 0, at = length; i < size; i++, at++) {
      room[at] = bytes[from + i];
    }
    to.set(room, 0, length + size);
  }
}
