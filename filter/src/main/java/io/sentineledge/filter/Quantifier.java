package io.sentineledge.filter;

import java.util.Locale;

/** How many of a list's values must satisfy a text operator. An empty list never satisfies it. */
public enum Quantifier {
  /** Exactly one. */
  ONEOF,
  /** At least one. */
  ANYOF,
  /** Every one. */
  ALLOF;

  private final String symbol = name().toLowerCase(Locale.ROOT);

  /** The quantifier as it is written. */
  public String symbol() {
    return symbol;
  }
}
