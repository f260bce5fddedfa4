package io.sentineledge.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition as it is written, immutable. {@link ConditionParser} makes one from text, and {@link
 * ConditionPrinter} the text from it.
 */
public sealed interface Expression {
  /** Where it was written. */
  Place place();

  /** True if all operands are; at least two. */
  record And(List<Expression> operands, Place place) implements Expression {
    /** The operands are copied. */
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** True if one operand is; at least two. */
  record Or(List<Expression> operands, Place place) implements Expression {
    /** The operands are copied. */
    public Or {
      operands = List.copyOf(operands);
    }
  }

  record Not(Expression operand, Place place) implements Expression {}

  /** True if the field has a value. */
  record Exists(Operand operand, Place place) implements Expression {}

  /**
   * A comparison.
   *
   * @param quantifier only with an operator of kind TEXT
   * @param right the literals of a list, or one operand that may be a field or call
   */
  record Comparison(
      Operand left,
      Operator operator,
      @Nullable Quantifier quantifier,
      List<Operand> right,
      Place place)
      implements Expression {
    /** The right-hand side is copied. */
    public Comparison {
      right = List.copyOf(right);
    }
  }

  /** A name standing alone: to be replaced by the macro's expression. */
  record MacroReference(String name, Place place) implements Expression {}
}
