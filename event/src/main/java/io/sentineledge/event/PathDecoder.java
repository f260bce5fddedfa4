package io.sentineledge.event;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Turns the kernel's components (leaf first, each ended by a zero byte) into a path, and normalises
 * names as a caller gave them. Holds the bytes it makes until {@link #reset}; not safe for use by
 * several threads.
 */
final class PathDecoder {
  /**
   * Names of a record can't be longer than the record (64 KiB): all of them fit, with a base before
   * two of them.
   */
  private static final int CAPACITY = 1 << 18;

  /** More than the texts of any record. */
  private static final int MOST_TEXTS = 32;

  private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOP_BITS = ONES << 7;

  private final byte[] out = new byte[CAPACITY];
  private final int[] keys = new int[MOST_TEXTS];
  private final Text[] texts = new Text[MOST_TEXTS];
  private int count;
  private int used;

  PathDecoder() {
    for (int i = 0; i < MOST_TEXTS; i++) {
      texts[i] = new Text();
    }
  }

  void reset() {
    count = 0;
    used = 0;
  }

  /** Whether a text was made since the last reset, and if so, which. */
  boolean recall(int key, Text to) {
    for (int i = 0; i < count; i++) {
      if (keys[i] == key) {
        to.set(texts[i].array(), texts[i].offset(), texts[i].length());
        return true;
      }
    }
    return false;
  }

  /** Lets {@link #recall} find a text, so that each is made once a record. */
  void remember(int key, Text text) {
    if (count < MOST_TEXTS) {
      keys[count] = key;
      texts[count++].set(text.array(), text.offset(), text.length());
    }
  }

  /**
   * Reverses components.
   *
   * @param pseudo one component that is a name and not a path: given without a slash
   * @param cut the components nearest to the root are missing: the path then begins with {@code
   *     ...}
   */
  void path(byte[] raw, int from, int length, boolean pseudo, boolean cut, Text to) {
    int begin = used;
    if (pseudo) {
      int size = Math.max(0, length - 1);
      System.arraycopy(raw, from, out, begin, size);
      finish(begin, size, to);
      return;
    }
    int prefix = cut ? 3 : 0;
    for (int i = 0; i < prefix; i++) {
      out[begin + i] = '.';
    }
    if (length == 0) {
      out[begin + prefix] = '/';
      finish(begin, prefix + 1, to);
      return;
    }
    reverse(raw, from, length, out, begin + prefix);
    finish(begin, prefix + length, to);
  }

  /** Writes components, leaf first and each ended by a zero byte, as a path of the same length. */
  static void reverse(byte[] raw, int from, int length, byte[] to, int offset) {
    int at = offset + length;
    int start = from;
    for (int i = from, limit = from + length; i < limit; i++) {
      if (raw[i] == 0) {
        at -= i - start + 1;
        to[at] = '/';
        for (int k = start, write = at + 1; k < i; k++, write++) {
          to[write] = raw[k];
        }
        start = i + 1;
      }
    }
  }

  /**
   * Whether a name leads to a path by its components alone: then both are the same, and the name
   * need not be made absolute. False also where it takes more to tell.
   *
   * @param bytes hold all three: the path and the base as components leaf first, and the name
   * @param base length -1 for an absolute name
   */
  static boolean spells(
      byte[] bytes, int path, int pathLength, int base, int baseLength, Text name) {
    int ended = base < 0 ? 0 : baseLength;
    int own = pathLength - ended;
    int first = base < 0 ? name.offset() + 1 : name.offset();
    int end = name.offset() + name.length();
    if (own != end - first + 1 || first >= end) {
      return false;
    }
    int limit = path + own;
    int at = path;
    int stop = end;
    while (stop > first) {
      int size = component(bytes, at, limit - at);
      int start = stop - size;
      if (size == 0
          || start < first
          || (start > first && bytes[start - 1] != '/')
          || (bytes[start] == '.' && size <= 2)
          || !Arrays.equals(bytes, at, at + size, bytes, start, stop)) {
        return false;
      }
      at += size + 1;
      stop = start - 1;
    }
    return stop != first
        && (ended == 0 || Arrays.equals(bytes, at, at + ended, bytes, base, base + ended));
  }

  /** Bytes up to the first that is zero; eight at a time, since this is asked of every file. */
  static int component(byte[] bytes, int from, int size) {
    int length = 0;
    for (; length + Long.BYTES <= size; length += Long.BYTES) {
      long next = (long) LONG.get(bytes, from + length);
      long zero = next - ONES & ~next & TOP_BITS;
      if (zero != 0) {
        return length + (Long.numberOfTrailingZeros(zero) >> 3);
      }
    }
    while (length < size && bytes[from + length] != 0) {
      length++;
    }
    return length;
  }

  /**
   * Joins a base and a relative name, or takes an absolute name, without {@code .}, {@code ..} and
   * doubled slashes.
   *
   * @param base where a relative name starts; ignored for an absolute one
   */
  void normalise(Text base, Text name, Text to) {
    int begin = used;
    int end = begin;
    if (name.isEmpty() || name.at(0) != '/') {
      end = append(begin, end, base);
    }
    end = append(begin, end, name);
    if (end == begin) {
      out[end++] = '/';
    }
    finish(begin, end - begin, to);
  }

  /** Whether a name is absolute and has nothing for {@link #normalise} to remove. */
  static boolean isNormal(Text name) {
    byte[] bytes = name.array();
    int from = name.offset();
    int limit = from + name.length();
    if (from == limit || bytes[from] != '/') {
      return false;
    }
    for (int i = from + 1; i < limit; i++) {
      if (bytes[i - 1] == '/' && (bytes[i] == '/' || bytes[i] == '.')) {
        return false;
      }
    }
    return name.length() == 1 || bytes[limit - 1] != '/';
  }

  private int append(int begin, int end, Text name) {
    byte[] bytes = name.array();
    int limit = name.offset() + name.length();
    int at = name.offset();
    while (at < limit) {
      int stop = at;
      while (stop < limit && bytes[stop] != '/') {
        stop++;
      }
      int size = stop - at;
      if (size == 2 && bytes[at] == '.' && bytes[at + 1] == '.') {
        while (end > begin && out[--end] != '/') {
          // drops the last component
        }
      } else if (size > 0 && !(size == 1 && bytes[at] == '.')) {
        out[end++] = '/';
        System.arraycopy(bytes, at, out, end, size);
        end += size;
      }
      at = stop + 1;
    }
    return end;
  }

  private void finish(int begin, int length, Text to) {
    to.set(out, begin, length);
    used = begin + length;
  }
}
