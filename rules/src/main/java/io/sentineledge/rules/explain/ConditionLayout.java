package io.sentineledge.rules.explain;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import java.util.List;

/** Writes a condition on several lines, indented, as text that parses to an equal condition. */
public final class ConditionLayout {
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();

  private ConditionLayout() {}

  /** The text, without a line end after the last line. */
  public static String layOut(Expression expression) {
    ConditionLayout layout = new ConditionLayout();
    layout.expression(expression, "");
    return layout.out.toString();
  }

  private void expression(Expression expression, String margin) {
    switch (expression) {
      case And and -> joined(and.operands(), "and ", margin);
      case Or or -> joined(or.operands(), "or ", margin);
      default -> operand(expression, margin);
    }
  }

  private void joined(List<Expression> operands, String connective, String margin) {
    for (int i = 0; i < operands.size(); i++) {
      if (i > 0) {
        out.append('\n').append(margin).append(connective);
      }
      operand(operands.get(i), margin);
    }
  }

  private void operand(Expression expression, String margin) {
    switch (expression) {
      case And and -> nested(and, margin);
      case Or or -> nested(or, margin);
      case Not not -> {
        out.append("not ");
        if (not.operand() instanceof Not) {
          nested(not.operand(), margin);
        } else {
          operand(not.operand(), margin);
        }
      }
      default -> out.append(ConditionPrinter.print(expression));
    }
  }

  private void nested(Expression expression, String margin) {
    out.append("(\n").append(margin).append(INDENT);
    expression(expression, margin + INDENT);
    out.append('\n').append(margin).append(')');
  }
}
