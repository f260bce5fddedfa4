package io.sentineledge.rules.explain;

import io.sentineledge.filter.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition, or a part of one, and whether it holds for an event.
 *
 * @param parts of a conjunction, disjunction or negation, in order
 * @param operands of a comparison: the values that it compares
 */
public record Explanation(
    Expression expression, Verdict verdict, List<Explanation> parts, List<Shown> operands) {
  /** The lists are copied. */
  public Explanation {
    parts = List.copyOf(parts);
    operands = List.copyOf(operands);
  }

  /**
   * An operand of a comparison and its value in the event.
   *
   * @param text the field or call as it is written in conditions
   * @param known whether the event tells it at all
   * @param value String, Long, Boolean or List; null if it has no value, or is not known
   * @param otherNames further names of the file, which count in comparisons too
   */
  public record Shown(String text, boolean known, @Nullable Object value, List<String> otherNames) {
    /** The list is copied. */
    public Shown {
      otherNames = List.copyOf(otherNames);
    }
  }

  /**
   * The parts that make the verdict what it is: of a conjunction that is false the false ones, of a
   * disjunction that is true the true ones; otherwise all.
   */
  public List<Explanation> decisive() {
    List<Explanation> same = new ArrayList<>();
    for (Explanation part : parts) {
      if (part.verdict == verdict) {
        same.add(part);
      }
    }
    boolean oneDecides =
        expression instanceof Expression.And
            ? verdict == Verdict.FALSE
            : expression instanceof Expression.Or && verdict != Verdict.FALSE;
    return oneDecides ? same : parts;
  }

  /** The comparisons whose verdict rests on what is not known. */
  public List<Explanation> unknowns() {
    List<Explanation> found = new ArrayList<>();
    if (verdict == Verdict.UNKNOWN && parts.isEmpty()) {
      found.add(this);
    }
    parts.forEach(part -> found.addAll(part.unknowns()));
    return found;
  }
}
