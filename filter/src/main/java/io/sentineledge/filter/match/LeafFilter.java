package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import io.sentineledge.filter.match.TextClassifier.Kind;

/**
 * A quick look at the last component of a path: whether one of many values could end in it. Looks
 * at three bytes at a time, so it sometimes says yes where no value ends there, but never no where
 * one does.
 */
public final class LeafFilter {
  private static final int SHIFT = 20;
  private static final int WORDS = 1 << (Integer.SIZE - SHIFT - 6);
  private static final int MULTIPLIER = 0x9E3779B1;
  private static final int BYTES = 3;

  /** Sets the bit that tells small letters from capitals, and does no harm to other bytes. */
  private static final int SMALL = 0x20;

  private static final int FOLDED = SMALL << 16 | SMALL << 8 | SMALL;

  /**
   * By the last three bytes, of which the first is 0 before a slash: of values that end where the
   * component does, and of the others.
   */
  private final long[] last = new long[WORDS];

  private final long[] inside = new long[WORDS];

  /** The bytes that those inside end in, which most bytes of a component are none of. */
  private final long[] lastInside = new long[4];

  private boolean anyInside;

  /** Whether the value of a test can be added. */
  public static boolean accepts(Text value) {
    return value.length() >= BYTES;
  }

  /** Adds a value that begins, ends or is somewhere in a text that ends in the component. */
  public void add(Kind kind, Text value) {
    boolean ends = kind == Kind.ENDS || kind == Kind.EQUAL;
    int end = value.length();
    if (!ends) {
      anyInside = true;
      int byteInside = (value.at(end - 1) & 0xff) | SMALL;
      lastInside[byteInside >> 6] |= 1L << byteInside;
    }
    byte before = value.at(end - 2) == '/' ? 0 : value.at(end - 3);
    set(ends ? last : inside, three(before, value.at(end - 2), value.at(end - 1)));
  }

  /** Whether a value could end in the component, which comes after a slash. */
  public boolean mayPass(Text leaf) {
    byte[] bytes = leaf.array();
    int end = leaf.offset() + leaf.length();
    int three = '/';
    if (anyInside) {
      for (int i = leaf.offset(); i < end; i++) {
        three = (three << 8) | (bytes[i] & 0xff);
        int small = (three & 0xff) | SMALL;
        if ((lastInside[small >> 6] & 1L << small) != 0 && get(inside, three)) {
          return true;
        }
      }
    } else {
      for (int i = Math.max(leaf.offset(), end - BYTES); i < end; i++) {
        three = (three << 8) | (bytes[i] & 0xff);
      }
    }
    return get(last, three);
  }

  /**
   * Whether a value could end in a component that is a folder's, or with the slash after it.
   *
   * @param component also without the slash
   */
  public boolean mayPassFolder(Text component) {
    if (mayPass(component)) {
      return true;
    }
    int end = component.length();
    int three = '/';
    for (int i = Math.max(0, end - BYTES + 1); i < end; i++) {
      three = (three << 8) | (component.at(i) & 0xff);
    }
    return anyInside && get(inside, (three << 8) | '/');
  }

  private static int three(byte first, byte second, byte third) {
    return ((first & 0xff) << 16) | ((second & 0xff) << 8) | (third & 0xff);
  }

  private static int slot(int three) {
    return (((three & 0xffffff) | FOLDED) * MULTIPLIER) >>> SHIFT;
  }

  private static void set(long[] bits, int three) {
    int slot = slot(three);
    bits[slot >> 6] |= 1L << slot;
  }

  private static boolean get(long[] bits, int three) {
    int slot = slot(three);
    return (bits[slot >> 6] & 1L << slot) != 0;
  }
}
