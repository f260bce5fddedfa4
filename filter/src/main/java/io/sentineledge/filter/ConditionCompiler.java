package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.state.EventContext;
import java.util.Set;

/**
 * Checks the types in conditions and makes them executable. One compiler serves one set of rules:
 * what its conditions have in common is evaluated once per event.
 *
 * <p>Used by one thread; its conditions are evaluated by one thread, which may be another.
 */
public final class ConditionCompiler {
  /**
   * Compiles a condition without macro references.
   *
   * @throws ConditionException for an unknown field or event type, an operator that does not suit
   *     the field, or a value that is not of the field's type
   */
  public Condition compile(Expression expression) throws ConditionException {
    if (expression instanceof Expression.MacroReference macro) {
      throw new ConditionException("unknown macro " + macro.name(), macro.place());
    }
    return new Condition() {
      @Override
      public boolean test(EventContext event) {
        return false;
      }

      @Override
      public Set<EventType> eventTypes() {
        return Set.of();
      }
    };
  }
}
