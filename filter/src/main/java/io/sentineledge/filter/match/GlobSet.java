package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The bytes in a glob's brackets. */
final class GlobSet {
  private final boolean[] members;
  private final int end;

  private GlobSet(boolean[] members, int end) {
    this.members = members;
    this.end = end;
  }

  /** Whether a byte is in the set, by byte. */
  boolean[] members() {
    return members;
  }

  /** Index in the pattern after the closing bracket. */
  int end() {
    return end;
  }

  /**
   * Reads a set.
   *
   * @param start index after the opening bracket
   * @return null if the set is not closed
   */
  static @Nullable GlobSet parse(Text pattern, int start) {
    int length = pattern.length();
    int i = start;
    boolean negated = i < length && (pattern.at(i) == '!' || pattern.at(i) == '^');
    i += negated ? 1 : 0;
    boolean[] members = new boolean[256];
    int first = i;
    while (i < length && (pattern.at(i) != ']' || i == first)) {
      if (pattern.at(i) == '[' && i + 1 < length && pattern.at(i + 1) == ':') {
        int close = pattern.indexOf((byte) ':', i + 2);
        if (close > 0 && close + 1 < length && pattern.at(close + 1) == ']') {
          addClass(pattern.substring(i + 2, close).toString(), members);
          i = close + 2;
          continue;
        }
      }
      if (pattern.at(i) == '\\' && i + 1 < length) {
        i++;
      }
      int low = pattern.at(i++) & 0xff;
      int high = low;
      if (i + 1 < length && pattern.at(i) == '-' && pattern.at(i + 1) != ']') {
        i++;
        if (pattern.at(i) == '\\' && i + 1 < length) {
          i++;
        }
        high = pattern.at(i++) & 0xff;
      }
      for (int b = low; b <= high; b++) {
        members[b] = true;
      }
    }
    if (i >= length) {
      return null;
    }
    if (negated) {
      for (int b = 0; b < members.length; b++) {
        members[b] = !members[b];
      }
    }
    return new GlobSet(members, i + 1);
  }

  private static void addClass(String name, boolean[] members) {
    IntPredicate test =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "alpha" -> GlobSet::isLetter;
          case "digit" -> GlobSet::isDigit;
          case "alnum" -> b -> isLetter(b) || isDigit(b);
          case "upper" -> b -> b >= 'A' && b <= 'Z';
          case "lower" -> b -> b >= 'a' && b <= 'z';
          case "space" -> b -> b == ' ' || (b >= '\t' && b <= '\r');
          case "blank" -> b -> b == ' ' || b == '\t';
          case "punct" -> b -> b > ' ' && b < 127 && !isLetter(b) && !isDigit(b);
          case "xdigit" -> b -> Character.digit(b, 16) >= 0;
          case "print" -> b -> b >= ' ' && b < 127;
          case "graph" -> b -> b > ' ' && b < 127;
          case "cntrl" -> b -> b < ' ' || b == 127;
          default -> b -> false;
        };
    for (int b = 0; b < 128; b++) {
      members[b] |= test.test(b);
    }
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }
}
