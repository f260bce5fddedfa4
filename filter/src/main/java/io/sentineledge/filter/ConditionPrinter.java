package io.sentineledge.filter;

import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an expression as text that parses to an equal expression. */
public final class ConditionPrinter {
  private final StringBuilder out = new StringBuilder();

  private ConditionPrinter() {}

  /** The text of an expression, on one line. */
  public static String print(Expression expression) {
    ConditionPrinter printer = new ConditionPrinter();
    printer.expression(expression);
    return printer.out.toString();
  }

  /** The text of an operand as it stands on the left of an operator. */
  public static String print(Operand operand) {
    ConditionPrinter printer = new ConditionPrinter();
    printer.operand(operand);
    return printer.out.toString();
  }

  private void expression(Expression expression) {
    switch (expression) {
      case And and -> joined(and.operands(), " and ");
      case Or or -> joined(or.operands(), " or ");
      case Not not -> {
        out.append("not ");
        child(not.operand());
      }
      case Exists exists -> {
        operand(exists.operand());
        out.append(" exists");
      }
      case Comparison comparison -> comparison(comparison);
      case MacroReference macro -> out.append(macro.name());
    }
  }

  private void joined(List<Expression> operands, String connective) {
    for (int i = 0; i < operands.size(); i++) {
      out.append(i == 0 ? "" : connective);
      child(operands.get(i));
    }
  }

  private void child(Expression child) {
    boolean nested = child instanceof And || child instanceof Or || child instanceof Not;
    out.append(nested ? "(" : "");
    expression(child);
    out.append(nested ? ")" : "");
  }

  private void comparison(Comparison comparison) {
    operand(comparison.left());
    out.append(' ').append(comparison.operator().symbol()).append(' ');
    if (comparison.quantifier() != null) {
      out.append(comparison.quantifier().symbol()).append(' ');
    }
    List<Operand> right = comparison.right();
    if (right.size() == 1 && right.get(0) instanceof FieldReference field) {
      out.append("val(");
      operand(field);
      out.append(')');
    } else if (right.size() == 1 && right.get(0) instanceof Call call) {
      operand(call);
    } else if (comparison.operator().kind() == Operator.Kind.LIST
        || comparison.quantifier() != null) {
      list(right);
    } else {
      operand(right.get(0));
    }
  }

  private void list(List<Operand> values) {
    out.append('(');
    for (int i = 0; i < values.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      operand(values.get(i));
    }
    out.append(')');
  }

  private void operand(Operand operand) {
    switch (operand) {
      case Literal literal -> out.append(isBare(literal.text()) ? literal.text() : quoted(literal));
      case FieldReference field -> {
        out.append(field.name());
        brackets(field.argument());
      }
      case Call call -> {
        out.append(call.transformer().symbol());
        list(call.arguments());
        brackets(call.selector());
      }
    }
  }

  private void brackets(@Nullable String argument) {
    if (argument != null) {
      boolean bare = isBare(argument) && argument.indexOf('[') < 0 && argument.indexOf(']') < 0;
      out.append('[').append(bare ? argument : quote(argument)).append(']');
    }
  }

  /** Whether a text can stand without quotes anywhere and cannot be taken for something else. */
  private static boolean isBare(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_-+/:*?<>%@~".indexOf(c) >= 0);
      if (!plain && !(c == '.' && !Character.isLetter(text.charAt(0)))) {
        return false;
      }
    }
    return true;
  }

  private static String quoted(Literal literal) {
    return quote(literal.text());
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = "\b\f\n\r\t\\\"".indexOf(c);
      if (escape < 0) {
        quoted.append(c);
      } else {
        quoted.append('\\').append("bfnrt\\\"".charAt(escape));
      }
    }
    return quoted.append('"').toString();
  }
}
