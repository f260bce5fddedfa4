package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.explain.ConditionLayout;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.Verdict;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Explanations for people. */
final class ExplanationLines implements ExplanationOutput {
  private final PrintWriter out;
  private final boolean colour;
  private final boolean all;

  /**
   * @param all whether the parts that do not decide are shown too
   */
  ExplanationLines(PrintWriter out, boolean colour, boolean all) {
    this.out = out;
    this.colour = colour;
    this.all = all;
  }

  @Override
  public void rule(Rule rule, boolean alone) {
    String types =
        rule.condition().eventTypes().size() >= EventType.values().length - 1
            ? "all"
            : rule.condition().eventTypes().stream()
                .map(EventType::falcoName)
                .collect(Collectors.joining(", "));
    out.println(Style.BOLD.apply(colour, SafeText.of(rule.name())));
    out.println(
        Style.DIM.apply(
            colour,
            SafeText.of(
                rule.position()
                    + ", "
                    + rule.priority().falcoName()
                    + (rule.enabled() ? "" : ", disabled")
                    + "; events: "
                    + types)));
    if (alone) {
      out.println(safeLines(ConditionLayout.layOut(rule.expression())));
    }
  }

  private static String safeLines(String text) {
    return text.lines().map(SafeText::of).collect(Collectors.joining("\n"));
  }

  @Override
  public void event(Rule rule, ExplainedEvent event) {
    String title = SafeText.of(event.title());
    Explanation explanation = event.explanation();
    if (explanation == null) {
      out.println(title + ": the rule is not about events with these fields");
      return;
    }
    boolean fired = event.fired();
    String verdict =
        switch (explanation.verdict()) {
          case TRUE -> "fires";
          case FALSE -> fired ? "fired, but not by what the line carries" : "does not fire";
          case UNKNOWN ->
              fired
                  ? "fired; the line does not carry all that the rule looks at"
                  : "cannot be told from what the line carries";
        };
    out.println(title + ": " + verdict);
    if (!rule.enabled()) {
      out.println("The rule is disabled.");
    }
    out.print(ExplanationText.of(explanation, colour, all, "  "));
    if (fired && explanation.verdict() == Verdict.FALSE) {
      out.println("  The file has another name that the line does not carry, or the rule changed.");
    }
  }

  @Override
  public void note(String text) {
    out.println(SafeText.of(text));
  }
}
