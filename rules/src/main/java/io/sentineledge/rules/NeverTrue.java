package io.sentineledge.rules;

import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Operand.FieldReference;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells why a condition that compiles is true of no event. */
final class NeverTrue {
  private static final int MOST_CHARACTERS = 60;

  private final ConditionCompiler compiler;

  /**
   * @param compiler one whose conditions are not evaluated
   */
  NeverTrue(ConditionCompiler compiler) {
    this.compiler = compiler;
  }

  /** As a clause: the fields without a value that it needs, or the part that is never true. */
  String reason(Expression condition) {
    Set<String> fields = new LinkedHashSet<>();
    String part = "";
    for (Expression needed : Parts.needed(condition)) {
      if (matchesNothing(needed)) {
        part = part.isEmpty() ? ConditionPrinter.print(needed) : part;
        for (Expression test : Parts.tests(needed)) {
          for (FieldReference field : Parts.fields(test)) {
            if (matchesNothing(new Exists(field, field.place()))) {
              fields.add(ConditionPrinter.print(field));
            }
          }
        }
      }
    }
    if (!fields.isEmpty()) {
      return String.join(", ", fields) + (fields.size() == 1 ? " has" : " have") + " no value here";
    }
    if (part.isEmpty()) {
      return "no type of event has all that it asks for";
    }
    return "'"
        + (part.length() <= MOST_CHARACTERS ? part : part.substring(0, MOST_CHARACTERS) + "...")
        + "' is true of no event here";
  }

  private boolean matchesNothing(Expression part) {
    try {
      return compiler.compile(part).eventTypes().isEmpty();
    } catch (ConditionException e) {
      throw new IllegalStateException("a part of a condition that compiled does not", e);
    }
  }
}
