package io.sentineledge.filter;

import org.jspecify.annotations.Nullable;

/** A comparison between a field and one or more values. */
public enum Operator {
  EQUAL("=", Kind.TEXT),
  NOT_EQUAL("!=", Kind.TEXT),
  LESS("<", Kind.NUMBER),
  LESS_OR_EQUAL("<=", Kind.NUMBER),
  GREATER(">", Kind.NUMBER),
  GREATER_OR_EQUAL(">=", Kind.NUMBER),
  CONTAINS("contains", Kind.TEXT),
  ICONTAINS("icontains", Kind.TEXT),
  BCONTAINS("bcontains", Kind.TEXT),
  STARTSWITH("startswith", Kind.TEXT),
  BSTARTSWITH("bstartswith", Kind.TEXT),
  ENDSWITH("endswith", Kind.TEXT),
  GLOB("glob", Kind.TEXT),
  IGLOB("iglob", Kind.TEXT),
  REGEX("regex", Kind.TEXT),
  IN("in", Kind.LIST),
  INTERSECTS("intersects", Kind.LIST),
  PMATCH("pmatch", Kind.LIST);

  /** What stands on the right-hand side. */
  public enum Kind {
    /** One number. */
    NUMBER,
    /** One value, or a quantifier and a list. */
    TEXT,
    /** A list. */
    LIST
  }

  private final String symbol;
  private final Kind kind;

  Operator(String symbol, Kind kind) {
    this.symbol = symbol;
    this.kind = kind;
  }

  /** The operator as it is written; {@code ==} is read as {@code =}. */
  public String symbol() {
    return symbol;
  }

  public Kind kind() {
    return kind;
  }

  /** The operator that is written so, or null. */
  public static @Nullable Operator of(String symbol) {
    if (symbol.equals("==")) {
      return EQUAL;
    }
    for (Operator operator : values()) {
      if (operator.symbol.equals(symbol)) {
        return operator;
      }
    }
    return null;
  }
}
