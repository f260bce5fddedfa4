package io.sentineledge.filter;

import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.FieldTable;

/**
 * Who asks by which names addresses were looked up: name servers are listened to for them alone.
 */
public final class DomainNames {
  private DomainNames() {}

  /** Whether a condition that was compiled without an error compares such a name. */
  public static boolean areAskedBy(Expression expression) {
    return switch (expression) {
      case Expression.And and -> and.operands().stream().anyMatch(DomainNames::areAskedBy);
      case Expression.Or or -> or.operands().stream().anyMatch(DomainNames::areAskedBy);
      case Expression.Not not -> areAskedBy(not.operand());
      case Expression.Exists exists -> isOne(exists.operand());
      case Expression.Comparison comparison ->
          isOne(comparison.left()) || comparison.right().stream().anyMatch(DomainNames::isOne);
      case Expression.MacroReference macro -> false;
    };
  }

  private static boolean isOne(Operand operand) {
    try {
      return isOne(Operands.check(operand));
    } catch (ConditionException e) {
      return false;
    }
  }

  static boolean isOne(Value value) {
    return switch (value) {
      case Value.OfField field -> FieldTable.isDomainName(field.use().field());
      case Value.OfText text -> false;
      case Value.OfCall call -> call.arguments().stream().anyMatch(DomainNames::isOne);
    };
  }
}
