package io.sentineledge.agent;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.Explanation.Shown;
import io.sentineledge.rules.explain.Verdict;
import java.util.List;
import java.util.StringJoiner;

/** An explanation as a tree for people: a mark, a part of the condition, and the values in it. */
final class ExplanationText {
  private static final int LONGEST_CONDITION = 160;
  private static final int LONGEST_VALUE = 200;
  private static final String INDENT = "  ";

  private final boolean colour;
  private final boolean all;
  private final StringBuilder out = new StringBuilder();

  private ExplanationText(boolean colour, boolean all) {
    this.colour = colour;
    this.all = all;
  }

  /**
   * The lines of the tree.
   *
   * @param all whether the parts that do not decide are shown too
   * @param margin what each line begins with
   */
  static String of(Explanation explanation, boolean colour, boolean all, String margin) {
    ExplanationText text = new ExplanationText(colour, all);
    text.node(explanation, margin);
    return text.out.toString();
  }

  private void node(Explanation node, String margin) {
    out.append(margin).append(mark(node.verdict())).append(' ').append(title(node));
    out.append('\n');
    List<Explanation> shown = all ? node.parts() : node.decisive();
    shown.forEach(part -> node(part, margin + INDENT));
    int hidden = node.parts().size() - shown.size();
    if (hidden > 0) {
      String others = hidden == 1 ? "1 other part" : hidden + " other parts";
      out.append(margin)
          .append(INDENT)
          .append(Style.DIM.apply(colour, "… " + others + ", not decisive"))
          .append('\n');
    }
  }

  private String mark(Verdict verdict) {
    return switch (verdict) {
      case TRUE -> Style.GREEN.apply(colour, "✓");
      case FALSE -> Style.RED.apply(colour, "✗");
      case UNKNOWN -> Style.YELLOW.apply(colour, "?");
    };
  }

  private String title(Explanation node) {
    return switch (node.expression()) {
      case Expression.And and -> "all of";
      case Expression.Or or -> "one of";
      case Expression.Not not -> "not";
      default ->
          SafeText.cut(ConditionPrinter.print(node.expression()), LONGEST_CONDITION)
              + Style.DIM.apply(colour, values(node));
    };
  }

  private static String values(Explanation node) {
    StringJoiner values = new StringJoiner("; ", "   [", "]");
    node.operands().forEach(operand -> values.add(value(operand, node.verdict())));
    return values.toString();
  }

  private static String value(Shown shown, Verdict verdict) {
    String name = SafeText.cut(shown.text(), LONGEST_VALUE);
    if (!shown.known()) {
      return switch (verdict) {
        case TRUE -> name + ": not known, true either way";
        case FALSE -> name + ": not known, false either way";
        case UNKNOWN -> name + ": not known";
      };
    }
    if (shown.value() == null) {
      return name + ": no value";
    }
    StringBuilder text = new StringBuilder(name).append(": ");
    text.append(SafeText.cut(quoted(shown.value()), LONGEST_VALUE));
    for (String other : shown.otherNames()) {
      text.append(", also ").append(SafeText.cut(other, LONGEST_VALUE));
    }
    return text.toString();
  }

  /** Text that begins or ends in a blank, or is empty, is put into quotes. */
  private static String quoted(Object value) {
    String text = value.toString();
    return text.strip().equals(text) && !text.isEmpty() ? text : '"' + text + '"';
  }
}
