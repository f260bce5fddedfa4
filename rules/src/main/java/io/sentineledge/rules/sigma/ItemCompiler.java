package io.sentineledge.rules.sigma;

import io.sentineledge.filter.Expression;
import io.sentineledge.filter.IpParser;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Operator;
import io.sentineledge.filter.Place;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.sigma.Pattern.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes expressions of a field and the values that it is compared with. */
final class ItemCompiler {
  private static final int MAX_PORT = 65_535;

  private final Findings findings;
  private final TextItems texts;

  /**
   * @param fields finds a field that another is compared with; null is reported by it
   */
  ItemCompiler(Findings findings, Function<String, @Nullable Target> fields) {
    this.findings = findings;
    this.texts = new TextItems(findings, fields);
  }

  /**
   * The expression.
   *
   * @param all whether all values must fit, rather than one
   * @param negated whether the expression stands under an odd number of negations
   */
  Expression compile(Target target, List<Value> values, boolean all, boolean negated, Location at) {
    Place place = Terms.place(at);
    return switch (target) {
      case Target.Text text -> texts.compile(text, values, all, negated, place);
      case Target.Numeric number -> number(number, values, all, place);
      case Target.Address address -> address(address, values, all, place);
      case Target.Choice choice -> choice(choice, values, all, place);
      case Target.Guarded guarded ->
          Terms.all(
              List.of(guarded.guard(), compile(guarded.target(), values, all, negated, at)), place);
      case Target.Unsupported unsupported -> Terms.never(place);
    };
  }

  private Expression number(Target.Numeric target, List<Value> values, boolean all, Place place) {
    List<Expression> parts = new ArrayList<>();
    List<String> exact = new ArrayList<>();
    for (Value value : values) {
      Long number = number(target, value);
      if (value instanceof Value.Bound bound) {
        parts.add(bound(target, bound, place));
      } else if (number != null) {
        exact.add(Long.toString(number));
      } else {
        parts.add(asText(target.field(), value, place));
      }
    }
    return joined(target.field(), exact, parts, all, place);
  }

  /** The number that a value is; null if it is none, or none that a port can be. */
  private static @Nullable Long number(Target.Numeric target, Value value) {
    String text = plain(value);
    Long number = text == null ? null : Numbers.parse(text);
    boolean port = target.field() instanceof FieldReference field && field.name().endsWith("port");
    boolean fits = number != null && (!port || (number >= 0 && number <= MAX_PORT));
    return fits ? number : null;
  }

  private static Expression bound(Target.Numeric target, Value.Bound bound, Place place) {
    Operator operator =
        switch (bound.comparison()) {
          case LT -> Operator.LESS;
          case LTE -> Operator.LESS_OR_EQUAL;
          case GT -> Operator.GREATER;
          default -> Operator.GREATER_OR_EQUAL;
        };
    Literal literal = new Literal(Long.toString(bound.number()), place);
    return Terms.compare(target.field(), operator, literal, place);
  }

  private Expression address(Target.Address target, List<Value> values, boolean all, Place place) {
    List<Expression> parts = new ArrayList<>();
    List<String> exact = new ArrayList<>();
    List<String> networks = new ArrayList<>();
    for (Value value : values) {
      String text = plain(value);
      if (value instanceof Value.Network network) {
        networks.add(network.text());
      } else if (text != null && IpParser.parse(text) != null) {
        exact.add(text);
      } else {
        parts.add(asText(target.address(), value, place));
      }
    }
    if (!networks.isEmpty()) {
      parts.add(Terms.compare(target.network(), Operator.EQUAL, all, networks, place));
    }
    return joined(target.address(), exact, parts, all, place);
  }

  private static Expression joined(
      Operand field, List<String> exact, List<Expression> parts, boolean all, Place place) {
    if (!exact.isEmpty()) {
      parts.add(Terms.compare(field, Operator.EQUAL, all, exact, place));
    }
    return all ? Terms.all(parts, place) : Terms.any(parts, place);
  }

  /** A value that compares with what a number or address looks like. */
  private Expression asText(Operand field, Value value, Place place) {
    boolean presence = value instanceof Value.Null || value instanceof Value.Existence;
    List<Operand> operands = List.of(presence ? field : Terms.text(field));
    Target.Text text = new Target.Text(operands, operands, false);
    return texts.compile(text, List.of(value), false, false, place);
  }

  /** The text of a value that is to be equal; null for others. */
  private static @Nullable String plain(Value value) {
    return value instanceof Value.Str text && text.pattern().shape() == Shape.EQUAL
        ? text.pattern().text()
        : null;
  }

  private Expression choice(Target.Choice target, List<Value> values, boolean all, Place place) {
    List<Expression> parts = new ArrayList<>();
    for (Value value : values) {
      String word = plain(value);
      Expression meaning =
          word == null ? null : target.meanings().get(word.toLowerCase(Locale.ROOT));
      if (meaning == null) {
        Location at = value.location();
        String written = at.file().text().substring(at.start(), at.end());
        findings.never("value " + written + " does not exist here: " + target.others());
      }
      parts.add(meaning == null ? Terms.never(place) : meaning);
    }
    return all ? Terms.all(parts, place) : Terms.any(parts, place);
  }
}
