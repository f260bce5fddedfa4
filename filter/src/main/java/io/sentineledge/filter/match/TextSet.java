package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A set of texts as an open hash table. The hash looks at the length and three bytes only, so that
 * asking for a long command line costs no more than for a short name.
 */
public final class TextSet implements TextMatcher {
  private final @Nullable Text[] table;
  private final int mask;
  private final int shortest;
  private final int longest;

  /** The values are kept, not copied. */
  public TextSet(Collection<Text> values) {
    int size = Integer.highestOneBit(Math.max(1, values.size()) * 2 - 1) * 2;
    table = new Text[size];
    mask = size - 1;
    int min = Integer.MAX_VALUE;
    int max = -1;
    for (Text value : values) {
      min = Math.min(min, value.length());
      max = Math.max(max, value.length());
      int slot = hash(value) & mask;
      while (table[slot] != null && !value.equals(table[slot])) {
        slot = (slot + 1) & mask;
      }
      table[slot] = value;
    }
    shortest = min;
    longest = max;
  }

  @Override
  public boolean matches(Text text) {
    int length = text.length();
    if (length < shortest || length > longest) {
      return false;
    }
    int slot = hash(text) & mask;
    Text value = table[slot];
    while (value != null) {
      if (value.equals(text)) {
        return true;
      }
      slot = (slot + 1) & mask;
      value = table[slot];
    }
    return false;
  }

  private static int hash(Text text) {
    int length = text.length();
    if (length == 0) {
      return 0;
    }
    int hash =
        (text.at(0) & 0xff)
            | (text.at(length - 1) & 0xff) << 8
            | (text.at(length >> 1) & 0xff) << 16
            | length << 24;
    hash *= 0x9E3779B1;
    return hash ^ hash >>> 15;
  }
}
