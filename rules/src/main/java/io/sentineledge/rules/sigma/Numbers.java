package io.sentineledge.rules.sigma;

import org.jspecify.annotations.Nullable;

/** Whole numbers as rules write them. */
final class Numbers {
  private Numbers() {}

  /** A decimal or hexadecimal number of at most 18 digits; null if the text is none. */
  static @Nullable Long parse(String text) {
    if (text.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("0[xX][0-9a-fA-F]{1,15}") ? Long.valueOf(text.substring(2), 16) : null;
  }
}
