package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers by text: an open hash table. The hash looks at the length and three bytes only, so that
 * asking for a long command line costs no more than for a short name.
 */
final class ExactTable {
  private final byte[][] values;
  private final int[] @Nullable [] numbers;
  private final int mask;
  private final int shortest;
  private final int longest;
  private final boolean lowered;

  /**
   * Makes the table.
   *
   * @param lowered whether capitals of texts count as small letters; those of entries do not
   */
  ExactTable(Map<Text, List<Integer>> entries, boolean lowered) {
    this.lowered = lowered;
    int size = Integer.highestOneBit(Math.max(1, entries.size()) * 2 - 1) * 2;
    values = new byte[size][];
    numbers = new int[size][];
    mask = size - 1;
    shortest = entries.keySet().stream().mapToInt(Text::length).min().orElse(0);
    longest = entries.keySet().stream().mapToInt(Text::length).max().orElse(-1);
    entries.forEach((value, bits) -> {
      byte[] bytes = value.toBytes();
      int slot = hash(bytes, 0, bytes.length) & mask;
      while (numbers[slot] != null) {
        slot = (slot + 1) & mask;
      }
      values[slot] = bytes;
      numbers[slot] = PatternTables.array(bits);
    });
  }

  void classify(byte[] bytes, int from, int length, long[] bits) {
    int[] found = find(bytes, from, length);
    if (found != null) {
      PatternTables.set(found, bits);
    }
  }

  /** The numbers of a text; null if it is not in the table. */
  int @Nullable [] find(byte[] bytes, int from, int length) {
    if (length < shortest || length > longest) {
      return null;
    }
    int slot = hash(bytes, from, length) & mask;
    while (numbers[slot] != null) {
      byte[] value = values[slot];
      if (lowered
          ? isLowered(value, bytes, from, length)
          : Arrays.equals(value, 0, value.length, bytes, from, from + length)) {
        return numbers[slot];
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  private static boolean isLowered(byte[] value, byte[] bytes, int from, int length) {
    if (value.length != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (value[i] != IgnoreCase.lower(bytes[from + i])) {
        return false;
      }
    }
    return true;
  }

  private int hash(byte[] bytes, int from, int length) {
    if (length == 0) {
      return 0;
    }
    byte first = bytes[from];
    byte last = bytes[from + length - 1];
    byte middle = bytes[from + (length >> 1)];
    if (lowered) {
      first = IgnoreCase.lower(first);
      last = IgnoreCase.lower(last);
      middle = IgnoreCase.lower(middle);
    }
    int hash = (first & 0xff) | (last & 0xff) << 8 | (middle & 0xff) << 16 | length << 24;
    hash *= 0x9E3779B1;
    return hash ^ hash >>> 15;
  }
}
