package io.sentineledge.filter.match;

import io.sentineledge.event.Text;

/**
 * Comparisons that take the letters A to Z and a to z for the same; all other bytes as they are.
 */
public final class IgnoreCase {
  private IgnoreCase() {}

  /** A test for a part. */
  public static TextMatcher contains(Text part) {
    return text -> contains(text, part);
  }

  /** Whether a text contains a part. */
  public static boolean contains(Text text, Text part) {
    int last = text.length() - part.length();
    for (int from = 0; from <= last; from++) {
      int i = 0;
      while (i < part.length() && lower(text.at(from + i)) == lower(part.at(i))) {
        i++;
      }
      if (i == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** The text with small letters for capitals. */
  public static Text lower(Text text) {
    byte[] bytes = text.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = lower(bytes[i]);
    }
    return Text.of(bytes);
  }

  /** The small letter of a capital; any other byte itself. */
  public static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /** The capital of a small letter; any other byte itself. */
  public static byte upper(byte b) {
    return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
  }
}
