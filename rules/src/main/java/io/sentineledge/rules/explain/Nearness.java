package io.sentineledge.rules.explain;

import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Place;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How near events come to satisfying a condition. A conjunction is as near as its parts are on
 * average, a disjunction as its nearest part; a comparison holds or does not.
 *
 * <p>For the events of one context.
 */
public final class Nearness {
  private final Node root;

  /** A part of the condition; from 0 to 1. */
  private interface Node {
    double of(EventContext event);
  }

  /**
   * For a condition without macro references.
   *
   * @throws IllegalArgumentException if the condition does not compile
   */
  public Nearness(Expression expression) {
    root = node(expression, false, new ConditionCompiler());
  }

  /** From 0, where nothing holds, to 1, where the condition does. */
  public double of(EventContext event) {
    return root.of(event);
  }

  private static Node node(Expression expression, boolean negated, ConditionCompiler compiler) {
    return switch (expression) {
      case And and -> parts(and.operands(), negated, !negated, compiler);
      case Or or -> parts(or.operands(), negated, negated, compiler);
      case Not not -> node(not.operand(), !negated, compiler);
      default -> atom(negated ? new Not(expression, Place.NONE) : expression, compiler);
    };
  }

  /**
   * A negated conjunction is a disjunction of what is negated, and the reverse.
   *
   * @param every whether all must hold
   */
  private static Node parts(
      List<Expression> operands, boolean negated, boolean every, ConditionCompiler compiler) {
    List<Node> all = new ArrayList<>();
    operands.forEach(operand -> all.add(node(operand, negated, compiler)));
    Node[] parts = all.toArray(Node[]::new);
    return every ? event -> average(parts, event) : event -> highest(parts, event);
  }

  private static double average(Node[] parts, EventContext event) {
    double sum = 0;
    for (Node part : parts) {
      sum += part.of(event);
    }
    return sum / parts.length;
  }

  private static double highest(Node[] parts, EventContext event) {
    double highest = 0;
    for (int i = 0; i < parts.length && highest < 1; i++) {
      highest = Math.max(highest, parts[i].of(event));
    }
    return highest;
  }

  private static Node atom(Expression atom, ConditionCompiler compiler) {
    try {
      Condition condition = compiler.compile(atom);
      return event -> condition.test(event) ? 1 : 0;
    } catch (ConditionException e) {
      throw new IllegalArgumentException("not a valid condition: " + e.getMessage(), e);
    }
  }
}
