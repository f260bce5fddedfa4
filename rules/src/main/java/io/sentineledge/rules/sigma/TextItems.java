package io.sentineledge.rules.sigma;

import com.google.re2j.PatternSyntaxException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operator;
import io.sentineledge.filter.Place;
import io.sentineledge.filter.match.Regex;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.sigma.Pattern.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions of texts and the values that they are compared with. Values of one kind become
 * one comparison, so that the condition language can make a set of them.
 */
final class TextItems {
  /** What Perl's syntax has and RE2's has not. */
  private static final java.util.regex.Pattern FOREIGN =
      java.util.regex.Pattern.compile("\\(\\?(?:[=!>(|]|<[=!])|\\\\[1-9]|[*+?}]\\+|\\{\\d{4,}");

  private final Findings findings;
  private final Function<String, @Nullable Target> fields;

  /** Operators with their texts, in the order in which they were met. */
  private record Group(Operator operator, boolean cased) {}

  /**
   * @param fields finds a field that another is compared with; null is reported by it
   */
  TextItems(Findings findings, Function<String, @Nullable Target> fields) {
    this.findings = findings;
    this.fields = fields;
  }

  /**
   * The expression.
   *
   * @param all whether all values must fit, rather than one
   * @param negated whether the expression stands under an odd number of negations
   */
  Expression compile(
      Target.Text target, List<Value> values, boolean all, boolean negated, Place place) {
    List<Operand> operands = negated ? target.excluding() : target.including();
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    List<Value> others = new ArrayList<>();
    List<Expression> joined = new ArrayList<>();
    for (Value value : values) {
      switch (value) {
        case Value.Str text when text.pattern().shape() != Shape.EVERYTHING -> add(text, groups);
        case Value.Regex regex -> add(regex, groups);
        default -> {
          if (isAbsence(value)) {
            List<Expression> present =
                operands.stream().map(operand -> Terms.exists(operand, place)).toList();
            joined.add(Terms.not(Terms.any(present, place)));
          } else {
            others.add(value);
          }
        }
      }
    }
    List<Expression> alternatives = new ArrayList<>();
    for (Operand operand : operands) {
      List<Expression> parts = new ArrayList<>();
      groups.forEach((group, texts) ->
          parts.add(Terms.compare(operand(operand, group), group.operator, all, texts, place)));
      others.forEach(value -> parts.add(other(operand, value, place)));
      if (target.file() && !negated && !all) {
        aliases(operand, values, place, parts);
      }
      if (!parts.isEmpty()) {
        alternatives.add(all ? Terms.all(parts, place) : Terms.any(parts, place));
      }
    }
    if (!alternatives.isEmpty()) {
      joined.add(Terms.any(alternatives, place));
    }
    return all ? Terms.all(joined, place) : Terms.any(joined, place);
  }

  private static boolean isAbsence(Value value) {
    return value instanceof Value.Null
        || (value instanceof Value.Existence existence && !existence.exists());
  }

  private void add(Value.Str value, Map<Group, List<String>> groups) {
    String text = value.pattern().text();
    if (text == null) {
      findings.error(
          value.location(),
          "this value is no text in the encoding that is asked for",
          null,
          "Add 'base64' or 'base64offset' behind the encoding.");
      return;
    }
    Operator operator =
        switch (value.pattern().shape()) {
          case EQUAL, EVERYTHING -> Operator.EQUAL;
          case PREFIX -> Operator.STARTSWITH;
          case SUFFIX -> Operator.ENDSWITH;
          case PART -> Operator.CONTAINS;
          case GLOB -> value.cased() ? Operator.GLOB : Operator.IGLOB;
        };
    boolean asIs = value.cased() || operator == Operator.IGLOB;
    groups
        .computeIfAbsent(new Group(operator, asIs), key -> new ArrayList<>())
        .add(asIs ? text : lower(text));
  }

  /** A to Z as small letters, as the condition language does it. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c + 32));
      }
    }
    return lower.toString();
  }

  private void add(Value.Regex value, Map<Group, List<String>> groups) {
    try {
      new Regex(value.whole());
    } catch (PatternSyntaxException e) {
      if (FOREIGN.matcher(value.expression()).find()) {
        findings.unsupported(
            value.location(), "a regular expression uses what RE2 and Sigma do not have");
      } else {
        findings.error(
            value.location(),
            "'" + value.expression() + "' is not a regular expression: " + e.getDescription(),
            value.expression(),
            "The syntax is RE2's.");
      }
      return;
    }
    groups
        .computeIfAbsent(new Group(Operator.REGEX, true), key -> new ArrayList<>())
        .add(value.whole());
  }

  private static Operand operand(Operand operand, Group group) {
    return group.cased ? operand : Terms.lower(operand);
  }

  private Expression other(Operand operand, Value value, Place place) {
    return switch (value) {
      case Value.Reference reference -> reference(operand, reference, place);
      case Value.Bound bound -> misfit(bound, "a number", place);
      case Value.Network network -> misfit(network, "an address", place);
      default -> Terms.exists(operand, place);
    };
  }

  private Expression misfit(Value value, String needed, Place place) {
    Location at = value.location();
    String written = at.file().text().substring(at.start(), at.end());
    findings.error(
        at,
        "the field is not " + needed + ", so that it cannot be compared with " + written,
        written,
        null);
    return Terms.never(place);
  }

  /** Exact names of files, so that other names of the same file count, too. */
  private static void aliases(
      Operand operand, List<Value> values, Place place, List<Expression> parts) {
    List<String> names = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Value.Str text
          && !text.cased()
          && text.pattern().shape() == Shape.EQUAL) {
        String name = text.pattern().text();
        if (name != null && name.startsWith("/")) {
          names.add(name);
        }
      }
    }
    if (!names.isEmpty()) {
      parts.add(Terms.compare(operand, Operator.EQUAL, false, names, place));
    }
  }

  private Expression reference(Operand left, Value.Reference reference, Place place) {
    Target other = fields.apply(reference.field());
    List<Expression> parts = new ArrayList<>();
    for (Operand right : operands(other)) {
      Operator operator =
          reference.before()
              ? reference.behind() ? Operator.CONTAINS : Operator.ENDSWITH
              : reference.behind() ? Operator.STARTSWITH : Operator.EQUAL;
      parts.add(Terms.compare(Terms.lower(left), operator, Terms.lower(right), place));
    }
    return parts.isEmpty() ? Terms.never(place) : Terms.any(parts, place);
  }

  /** The texts of a field; none if it has none. */
  private static List<Operand> operands(@Nullable Target target) {
    return switch (target) {
      case Target.Text text -> text.excluding();
      case Target.Numeric number -> List.of(Terms.text(number.field()));
      case Target.Address address -> List.of(Terms.text(address.address()));
      case Target.Guarded guarded -> operands(guarded.target());
      case null, default -> List.of();
    };
  }
}
