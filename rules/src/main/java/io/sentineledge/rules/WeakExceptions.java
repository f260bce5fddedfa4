package io.sentineledge.rules;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.Set;

/**
 * Finds exceptions that rest on {@code proc.name} alone: a program takes any name by copying itself
 * to a file that is called so.
 */
final class WeakExceptions {
  private static final String NAME = "proc.name";
  private static final Set<String> NO_NAME = Set.of("<NA>", "N/A");
  private static final String ADVICE =
      "Any program can be called so; add a field that identifies its file, such as proc.exepath.";

  private WeakExceptions() {}

  static void report(RuleDefinition rule, Expression condition, Diagnostics diagnostics) {
    for (ExceptionDefinition exception : rule.exceptions) {
      if (rests(exception)) {
        diagnostics.warning(
            exception.name().location(),
            "exception '"
                + exception.name().value()
                + "' of rule '"
                + rule.name.value()
                + "' rests on proc.name alone",
            exception.name().value(),
            ADVICE);
      }
    }
    if (condition instanceof And and) {
      for (Expression operand : and.operands()) {
        reportPart(rule, operand, diagnostics);
      }
    }
  }

  private static boolean rests(ExceptionDefinition exception) {
    return !exception.values().isEmpty()
        && exception.shape() != null
        && exception.shape().fields().stream().map(Scalar::value).allMatch(NAME::equals);
  }

  /** A part of the condition that only ever excludes, by name. */
  private static void reportPart(RuleDefinition rule, Expression part, Diagnostics diagnostics) {
    if (part instanceof Not not
        && rests(not.operand())
        && part.place().origin() instanceof ConditionSource source) {
      diagnostics.add(
          Severity.NOTE,
          source.location(part.place()),
          "a condition of rule '" + rule.name.value() + "' excludes by proc.name alone",
          ConditionPrinter.print(part),
          ADVICE);
    }
  }

  /** How rules ask whether there is a name at all. */
  private static boolean standsForNoName(Operand value) {
    return value instanceof Literal literal && NO_NAME.contains(literal.text());
  }

  private static boolean rests(Expression expression) {
    return switch (expression) {
      case And and -> and.operands().stream().allMatch(WeakExceptions::rests);
      case Or or -> or.operands().stream().allMatch(WeakExceptions::rests);
      case Not not -> rests(not.operand());
      case Comparison comparison ->
          comparison.left() instanceof FieldReference field
              && field.name().equals(NAME)
              && !comparison.right().stream().allMatch(WeakExceptions::standsForNoName);
      case Exists exists -> false;
      case MacroReference reference -> false;
    };
  }
}
