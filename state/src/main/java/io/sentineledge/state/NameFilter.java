package io.sentineledge.state;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.Text;

/**
 * Says quickly of a name in a record that it is none of a set of paths: by the length of the whole
 * and the first two bytes of the last component. Most records are turned away without decoding.
 */
final class NameFilter {
  private static final int MOST_LENGTH = 4096;
  private static final int PAIRS = 1 << 16;

  private final long[] lengths = new long[MOST_LENGTH / Long.SIZE];
  private final long[] pairs = new long[PAIRS / Long.SIZE];

  void add(Text path) {
    int leaf = path.lastIndexOf((byte) '/') + 1;
    int first = leaf < path.length() ? path.at(leaf) & 0xff : 0;
    int second = leaf + 1 < path.length() ? path.at(leaf + 1) & 0xff : 0;
    set(lengths, path.length() & (MOST_LENGTH - 1));
    set(pairs, first | second << 8);
  }

  private static void set(long[] bits, int index) {
    bits[index >> 6] |= 1L << index;
  }

  private static boolean get(long[] bits, int index) {
    return (bits[index >> 6] & 1L << index) != 0;
  }

  /** Whether a path, as the kernel holds it, can be in the set. */
  boolean path(EventView event, int path) {
    int offset = event.u16(path + Path.NAMES + Span.OFF);
    int length = event.u16(path + Path.NAMES + Span.LEN);
    return offset != 0
        && length >= 2
        && get(lengths, length & (MOST_LENGTH - 1))
        && get(pairs, event.u16(offset));
  }

  /** Whether a name, as a caller gave it, can be in the set once it is made absolute. */
  boolean asked(EventView event, int span) {
    int offset = event.u16(span + Span.OFF);
    int length = event.u16(span + Span.LEN);
    if (offset == 0 || length == 0) {
      return false;
    }
    int last = event.u8(offset + length - 1);
    if (last == '/' || last == '.') {
      return true;
    }
    int leaf = length - 1;
    while (leaf > 0 && event.u8(offset + leaf - 1) != '/') {
      leaf--;
    }
    int second = leaf + 1 < length ? event.u8(offset + leaf + 1) << 8 : 0;
    return get(pairs, event.u8(offset + leaf) | second);
  }
}
