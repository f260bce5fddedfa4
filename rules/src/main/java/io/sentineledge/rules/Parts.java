package io.sentineledge.rules;

import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The parts that conditions are made of. */
final class Parts {
  private Parts() {}

  /** Those that are no conjunction and that the condition needs all. */
  static List<Expression> needed(Expression condition) {
    List<Expression> parts = new ArrayList<>();
    needed(condition, parts);
    return parts;
  }

  private static void needed(Expression condition, List<Expression> to) {
    if (condition instanceof And and) {
      and.operands().forEach(operand -> needed(operand, to));
    } else {
      to.add(condition);
    }
  }

  /** The tests in it, each object once however many macros hold it. */
  static List<Expression> tests(Expression condition) {
    List<Expression> tests = new ArrayList<>();
    tests(condition, tests, Collections.newSetFromMap(new IdentityHashMap<>()));
    return tests;
  }

  private static void tests(Expression part, List<Expression> to, Set<Expression> seen) {
    if (!seen.add(part)) {
      return;
    }
    switch (part) {
      case And and -> and.operands().forEach(operand -> tests(operand, to, seen));
      case Or or -> or.operands().forEach(operand -> tests(operand, to, seen));
      case Not not -> tests(not.operand(), to, seen);
      default -> to.add(part);
    }
  }

  /** The fields that a test asks for. */
  static List<FieldReference> fields(Expression test) {
    List<FieldReference> fields = new ArrayList<>();
    switch (test) {
      case Exists exists -> fields(exists.operand(), fields);
      case Comparison comparison -> {
        fields(comparison.left(), fields);
        comparison.right().forEach(operand -> fields(operand, fields));
      }
      default -> {
        // holds no operands
      }
    }
    return fields;
  }

  private static void fields(Operand operand, List<FieldReference> to) {
    switch (operand) {
      case FieldReference field -> to.add(field);
      case Call call -> call.arguments().forEach(argument -> fields(argument, to));
      default -> {
        // a value
      }
    }
  }
}
