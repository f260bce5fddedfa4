package io.sentineledge.filter;

/** Writes an expression as text that parses to an equal expression. */
public final class ConditionPrinter {
  private ConditionPrinter() {}

  /** The text of an expression, on one line. */
  public static String print(Expression expression) {
    return expression.toString();
  }
}
