package io.sentineledge.filter;

import java.util.Map;
import java.util.Set;

/** Replaces macro references by the macros' expressions. */
public final class MacroExpander {
  private MacroExpander() {}

  /**
   * Replaces every reference.
   *
   * @param macros expressions by name that hold no references themselves
   * @param used takes the names of the macros that were replaced
   * @throws ConditionException for a name that is not defined, or a condition that grows beyond
   *     what can be evaluated
   */
  public static Expression expand(
      Expression expression, Map<String, Expression> macros, Set<String> used)
      throws ConditionException {
    return expression;
  }
}
