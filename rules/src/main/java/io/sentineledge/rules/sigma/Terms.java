package io.sentineledge.rules.sigma;

import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Operator;
import io.sentineledge.filter.Place;
import io.sentineledge.filter.Quantifier;
import io.sentineledge.filter.Transformer;
import io.sentineledge.rules.Location;
import java.util.ArrayList;
import java.util.List;

/** Makes expressions of the condition language. */
final class Terms {
  private Terms() {}

  /** The place of something that was written there. */
  static Place place(Location at) {
    return new Place(at, 0, 0);
  }

  /** The expression of a fixed text. */
  static Expression parse(String condition) {
    try {
      return ConditionParser.parse(condition, condition);
    } catch (ConditionException e) {
      throw new IllegalStateException("malformed condition=" + condition, e);
    }
  }

  /** A field, its argument in brackets behind the name. */
  static Operand field(String name) {
    int bracket = name.indexOf('[');
    return bracket < 0
        ? new FieldReference(name, null, Place.NONE)
        : new FieldReference(
            name.substring(0, bracket), name.substring(bracket + 1, name.length() - 1), Place.NONE);
  }

  /** The field's text with small letters. */
  static Operand lower(Operand operand) {
    return new Call(Transformer.TOLOWER, List.of(operand), null, operand.place());
  }

  /** A number or address as text. */
  static Operand text(Operand operand) {
    Literal nothing = new Literal("", operand.place());
    return new Call(Transformer.CONCAT, List.of(operand, nothing), null, operand.place());
  }

  /** True if all are; never true if there are none. */
  static Expression all(List<Expression> operands, Place place) {
    return switch (operands.size()) {
      case 0 -> never(place);
      case 1 -> operands.getFirst();
      default -> new And(operands, place);
    };
  }

  /** True if one is. */
  static Expression any(List<Expression> operands, Place place) {
    return switch (operands.size()) {
      case 0 -> never(place);
      case 1 -> operands.getFirst();
      default -> new Or(operands, place);
    };
  }

  static Expression not(Expression operand) {
    return new Not(operand, operand.place());
  }

  static Expression exists(Operand operand, Place place) {
    return new Exists(operand, place);
  }

  /** Never true. */
  static Expression never(Place place) {
    return new Comparison(field("evt.type"), Operator.IN, null, List.of(), place);
  }

  /** A comparison with a value, or with another field. */
  static Expression compare(Operand left, Operator operator, Operand right, Place place) {
    return new Comparison(left, operator, null, List.of(right), place);
  }

  /**
   * A comparison with all of some values, or with any.
   *
   * @param operator of kind TEXT
   */
  static Expression compare(
      Operand left, Operator operator, boolean all, List<String> values, Place place) {
    List<Operand> literals = new ArrayList<>();
    values.forEach(value -> literals.add(new Literal(value, place)));
    if (literals.size() == 1) {
      return new Comparison(left, operator, null, literals, place);
    }
    if (operator == Operator.EQUAL && !all) {
      return new Comparison(left, Operator.IN, null, literals, place);
    }
    Quantifier quantifier = all ? Quantifier.ALLOF : Quantifier.ANYOF;
    return new Comparison(left, operator, quantifier, literals, place);
  }
}
