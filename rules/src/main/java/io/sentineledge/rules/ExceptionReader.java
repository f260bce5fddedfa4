package io.sentineledge.rules;

import io.sentineledge.filter.Operator;
import io.sentineledge.filter.Quantifier;
import io.sentineledge.rules.ExceptionDefinition.Element;
import io.sentineledge.rules.ExceptionDefinition.Line;
import io.sentineledge.rules.ExceptionDefinition.Shape;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the exceptions of one rule object and brings them together with earlier ones. */
final class ExceptionReader {
  private static final Set<String> KEYS = Set.of("name", "fields", "comps", "values");

  private static final List<String> OPERATORS =
      Arrays.stream(Operator.values()).map(Operator::symbol).toList();

  private final Item rule;
  private final Diagnostics diagnostics;

  ExceptionReader(Item rule, Diagnostics diagnostics) {
    this.rule = rule;
    this.diagnostics = diagnostics;
  }

  /** The operator and quantifier of a comparison such as {@code startswith oneof}. */
  static boolean takesList(String comparison) {
    String[] words = comparison.split("\\s+");
    Operator operator = Operator.of(words[0]);
    return operator != null && (words.length == 2 || operator.kind() == Operator.Kind.LIST);
  }

  private static boolean isComparison(String comparison) {
    String[] words = comparison.split("\\s+");
    Operator operator = Operator.of(words[0]);
    if (operator == null || words.length > 2) {
      return false;
    }
    return words.length == 1
        || (operator.kind() == Operator.Kind.TEXT
            && Arrays.stream(Quantifier.values()).anyMatch(q -> q.symbol().equals(words[1])));
  }

  List<ExceptionDefinition> read() {
    List<ExceptionDefinition> exceptions = new ArrayList<>();
    YamlNode node = rule.get("exceptions");
    if (node instanceof Sequence sequence) {
      Set<String> names = new HashSet<>();
      for (YamlNode item : sequence.items()) {
        ExceptionDefinition exception = read(item);
        if (exception == null) {
          continue;
        }
        exceptions.add(exception);
        if (!names.add(exception.name().value())) {
          diagnostics.warning(
              exception.name().location(),
              "exception '" + exception.name().value() + "' is given twice",
              exception.name().value(),
              "Both apply, but values can only be appended to the first: give each its own name.");
        }
      }
    } else if (node != null && !(node instanceof Scalar scalar && scalar.isNull())) {
      rule.wrongType("exceptions", node, "a sequence", "Begin each exception with '- name:'.");
    }
    return exceptions;
  }

  private @Nullable ExceptionDefinition read(YamlNode node) {
    if (!(node instanceof Mapping mapping)) {
      rule.error(
          node.location(),
          "an exception must be a mapping, not " + node.kind(),
          null,
          "Write 'name:', 'fields:' and 'values:'.");
      return null;
    }
    Item item = new Item("the exception", mapping, diagnostics);
    item.require(List.of("name"));
    Scalar name = item.text("name");
    if (name == null) {
      rule.invalidate();
      return null;
    }
    Item exception = item.named("exception '" + name.value() + "'");
    exception.warnUnknownKeys(KEYS);
    Shape shape = shape(exception);
    List<Line> values = values(exception);
    if (!exception.valid()) {
      rule.invalidate();
    }
    return new ExceptionDefinition(name, shape, values);
  }

  private static @Nullable Shape shape(Item exception) {
    YamlNode fields = exception.get("fields");
    if (fields instanceof Scalar) {
      Scalar field = exception.text("fields");
      return field == null ? null : single(exception, field);
    }
    List<Scalar> names = exception.texts("fields");
    if (names == null) {
      if (exception.has("comps") && !exception.has("fields")) {
        return new Shape(false, List.of(), List.of());
      }
      return null;
    }
    return several(exception, names);
  }

  private static Shape single(Item exception, Scalar field) {
    Scalar comparison = exception.text("comps");
    String operator = comparison == null ? "in" : comparison.value().strip();
    if (comparison != null && !(isComparison(operator) && takesList(operator))) {
      exception.error(
          comparison.location(),
          "'" + operator + "' does not compare one field with a list",
          operator,
          "Use in, pmatch, intersects, or a text operator and oneof, anyof or allof.");
    }
    return new Shape(true, List.of(field), List.of(operator));
  }

  private static Shape several(Item exception, List<Scalar> fields) {
    List<Scalar> given = exception.texts("comps");
    List<String> comparisons = new ArrayList<>();
    if (given == null) {
      fields.forEach(field -> comparisons.add("="));
    } else {
      for (Scalar comparison : given) {
        String operator = comparison.value().strip();
        comparisons.add(operator);
        if (!isComparison(operator)) {
          exception.error(
              comparison.location(),
              "'" + operator + "' is no operator",
              operator,
              NearestName.suggestion(
                  operator, OPERATORS, "Known are " + String.join(" ", OPERATORS) + "."));
        }
      }
    }
    if (fields.isEmpty() || fields.size() != comparisons.size()) {
      exception.error(
          exception.keyLocation(given == null ? "fields" : "comps"),
          "an exception needs as many 'comps' as 'fields', at least one: "
              + comparisons.size()
              + " and "
              + fields.size(),
          null,
          "Give one operator for each field.");
    }
    return new Shape(false, fields, comparisons);
  }

  private static List<Line> values(Item exception) {
    YamlNode node = exception.get("values");
    List<Line> values = new ArrayList<>();
    if (node instanceof Sequence sequence) {
      for (YamlNode line : sequence.items()) {
        values.add(line(exception, line));
      }
    } else if (node != null && !(node instanceof Scalar scalar && scalar.isNull())) {
      exception.wrongType("values", node, "a sequence", "Begin each line of values with '-'.");
    }
    return values;
  }

  /** One line of values: a text, or one element for each field. */
  private static Line line(Item exception, YamlNode line) {
    if (!(line instanceof Sequence sequence)) {
      Element element = new Element(false, texts(exception, List.of(line)));
      return new Line(false, List.of(element), line.location());
    }
    List<Element> elements = new ArrayList<>();
    for (YamlNode element : sequence.items()) {
      elements.add(
          element instanceof Sequence items
              ? new Element(true, texts(exception, items.items()))
              : new Element(false, texts(exception, List.of(element))));
    }
    return new Line(true, elements, line.location());
  }

  private static List<Scalar> texts(Item exception, List<YamlNode> nodes) {
    List<Scalar> texts = new ArrayList<>();
    for (YamlNode node : nodes) {
      if (node instanceof Scalar scalar && !scalar.value().isEmpty()) {
        texts.add(scalar);
      } else {
        exception.error(
            node.location(),
            "a value of an exception must be text, not "
                + (node instanceof Scalar ? "nothing" : node.kind()),
            null,
            "Write each value as plain text.");
      }
    }
    return texts;
  }

  /** Takes an exception that must be complete. */
  void define(List<ExceptionDefinition> all, ExceptionDefinition exception) {
    if (exception.shape() == null || exception.shape().fields().isEmpty()) {
      rule.error(
          exception.name().location(),
          "exception '" + exception.name().value() + "' has no 'fields'",
          exception.name().value(),
          "Name the fields that its values are compared with.");
      return;
    }
    checkValues(exception);
    all.add(exception);
  }

  /** Adds values to an exception of that name, or a new exception. */
  void merge(List<ExceptionDefinition> all, ExceptionDefinition exception) {
    for (int i = 0; i < all.size(); i++) {
      ExceptionDefinition earlier = all.get(i);
      if (earlier.name().value().equals(exception.name().value())) {
        if (exception.shape() != null) {
          rule.error(
              exception.name().location(),
              "only values can be appended to exception '" + exception.name().value() + "'",
              exception.name().value(),
              "Remove 'fields' and 'comps', which its definition gives.");
          return;
        }
        ExceptionDefinition merged = earlier.withValues(exception.values());
        checkValues(new ExceptionDefinition(earlier.name(), earlier.shape(), exception.values()));
        all.set(i, merged);
        return;
      }
    }
    define(all, exception);
  }

  private void checkValues(ExceptionDefinition exception) {
    Shape shape = exception.shape();
    for (Line line : exception.values()) {
      if (shape == null) {
        continue;
      }
      int fields = shape.fields().size();
      boolean fits =
          shape.single() ? !line.list() : line.list() && line.elements().size() == fields;
      if (!fits) {
        rule.error(
            line.location(),
            "a line of values of exception '"
                + exception.name().value()
                + "' must be "
                + (shape.single() ? "one text" : "a sequence of one value a field, here " + fields),
            null,
            shape.single() ? "Write each value on its own." : "Write [value, value, ...].");
      }
    }
  }
}
