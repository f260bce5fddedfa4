package io.sentineledge.rules.explain;

import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Place;
import io.sentineledge.rules.explain.Explanation.Shown;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Explains a condition for the event that a context is on. Every comparison is evaluated in its
 * compiled form, under as many negations as it stands under, so that an explanation cannot differ
 * from what the engine finds.
 *
 * <p>For one context, and to be used while it is on the event.
 */
public final class Explainer {
  private final EventContext event;
  private final ConditionCompiler compiler;
  private final Knowledge knowledge;

  /** Whether an operand's value is known. */
  enum Known {
    YES,
    /** Of several values some are: a comparison that is true for one of them is true. */
    IF_TRUE,
    NO
  }

  /** What is known of an event. */
  interface Knowledge {
    /** Everything is known: what has no value has none. */
    Knowledge ALL = (operand, event) -> Known.YES;

    Known of(Operand operand, EventContext event);
  }

  /** An explainer for events of which everything is known. */
  public Explainer(EventContext event) {
    this(event, Knowledge.ALL);
  }

  Explainer(EventContext event, Knowledge knowledge) {
    this.event = event;
    this.knowledge = knowledge;
    compiler = new ConditionCompiler(event.files()::register);
  }

  /**
   * Explains a condition without macro references.
   *
   * @throws IllegalArgumentException if the condition does not compile
   */
  public Explanation explain(Expression expression) {
    return explain(expression, false);
  }

  private Explanation explain(Expression expression, boolean negated) {
    return switch (expression) {
      case And and -> {
        List<Explanation> parts = all(and.operands(), negated);
        yield new Explanation(and, combined(parts, Verdict.FALSE, Verdict.TRUE), parts, List.of());
      }
      case Or or -> {
        List<Explanation> parts = all(or.operands(), negated);
        yield new Explanation(or, combined(parts, Verdict.TRUE, Verdict.FALSE), parts, List.of());
      }
      case Not not -> {
        Explanation part = explain(not.operand(), !negated);
        yield new Explanation(not, part.verdict().not(), List.of(part), List.of());
      }
      case Exists exists -> atom(exists, List.of(exists.operand()), negated);
      case Comparison comparison -> {
        List<Operand> operands = new ArrayList<>();
        operands.add(comparison.left());
        comparison.right().stream()
            .filter(operand -> !(operand instanceof Operand.Literal))
            .forEach(operands::add);
        yield atom(comparison, operands, negated);
      }
      case MacroReference macro ->
          throw new IllegalArgumentException("macro is not expanded, name=" + macro.name());
    };
  }

  private List<Explanation> all(List<Expression> operands, boolean negated) {
    List<Explanation> parts = new ArrayList<>();
    for (Expression operand : operands) {
      parts.add(explain(operand, negated));
    }
    return parts;
  }

  /** One part that decides does so, whatever the others are. */
  private static Verdict combined(List<Explanation> parts, Verdict deciding, Verdict otherwise) {
    Verdict verdict = otherwise;
    for (Explanation part : parts) {
      if (part.verdict() == deciding) {
        return deciding;
      }
      verdict = part.verdict() == Verdict.UNKNOWN ? Verdict.UNKNOWN : verdict;
    }
    return verdict;
  }

  private Explanation atom(Expression atom, List<Operand> operands, boolean negated) {
    List<Shown> shown = new ArrayList<>();
    Known known = Known.YES;
    for (Operand operand : operands) {
      Known each = knowledge.of(operand, event);
      known = each.compareTo(known) > 0 ? each : known;
      shown.add(Values.of(operand, event, each != Known.NO));
    }
    Verdict verdict = known == Known.NO ? Verdict.UNKNOWN : Verdict.of(evaluate(atom, negated));
    if (known == Known.IF_TRUE && verdict == Verdict.FALSE) {
      verdict = Verdict.UNKNOWN;
    }
    return new Explanation(atom, verdict, List.of(), shown);
  }

  /** Names of files are compared in another way under an odd number of negations. */
  private boolean evaluate(Expression atom, boolean negated) {
    try {
      return negated
          ? !compiler.compile(new Not(atom, Place.NONE)).test(event)
          : compiler.compile(atom).test(event);
    } catch (ConditionException e) {
      throw new IllegalArgumentException("not a valid condition: " + e.getMessage(), e);
    }
  }
}
