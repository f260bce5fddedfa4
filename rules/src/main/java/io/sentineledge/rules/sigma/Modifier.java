package io.sentineledge.rules.sigma;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may follow a field's name after {@code |}. */
enum Modifier {
  ALL,
  NEQ,
  CONTAINS,
  STARTSWITH,
  ENDSWITH,
  CASED,
  WINDASH,
  BASE64,
  BASE64OFFSET,
  UTF16LE,
  UTF16BE,
  UTF16,
  WIDE,
  EXPAND,
  RE,
  I,
  M,
  S,
  CIDR,
  EXISTS,
  FIELDREF,
  LT,
  LTE,
  GT,
  GTE,
  MINUTE,
  HOUR,
  DAY,
  WEEK,
  MONTH,
  YEAR;

  private final String symbol = name().toLowerCase(Locale.ROOT);

  /** As it is written. */
  String symbol() {
    return symbol;
  }

  /** The modifier that is written so, or null. */
  static @Nullable Modifier of(String symbol) {
    return switch (symbol) {
      case "ignorecase" -> I;
      case "multiline" -> M;
      case "dotall" -> S;
      default -> {
        for (Modifier modifier : values()) {
          if (modifier.symbol.equals(symbol)) {
            yield modifier;
          }
        }
        yield null;
      }
    };
  }

  static List<String> symbols() {
    return Arrays.stream(values()).map(Modifier::symbol).toList();
  }

  /** Whether it asks for a part of a point in time. */
  boolean isTime() {
    return compareTo(MINUTE) >= 0;
  }

  /** Whether it tells where in a text a value stands. */
  boolean isPlace() {
    return this == CONTAINS || this == STARTSWITH || this == ENDSWITH;
  }

  /** Whether it takes values as they are written, so that nothing may stand before it. */
  boolean isFirst() {
    return this == RE || this == CIDR || this == EXISTS;
  }
}
