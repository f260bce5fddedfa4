package io.sentineledge.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A function of fields and literals, used as {@code tolower(proc.name) = nc}. */
public enum Transformer {
  TOLOWER,
  TOUPPER,
  /** Decodes base64. */
  B64,
  /** The part after the last slash. */
  BASENAME,
  /** Bytes of a text, elements of a list. */
  LEN,
  /** {@code join(separator, list)}. */
  JOIN,
  /** {@code concat(a, b, ...)}. */
  CONCAT,
  /** {@code getopt(arguments, "ab:c")}: the options in use; with {@code [b]}, that one's value. */
  GETOPT;

  private final String symbol = name().toLowerCase(Locale.ROOT);

  /** The function's name as it is written. */
  public String symbol() {
    return symbol;
  }

  /** The transformer that is written so, or null. */
  public static @Nullable Transformer of(String symbol) {
    for (Transformer transformer : values()) {
      if (transformer.symbol.equals(symbol)) {
        return transformer;
      }
    }
    return null;
  }
}
