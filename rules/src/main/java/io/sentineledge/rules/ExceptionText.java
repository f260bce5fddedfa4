package io.sentineledge.rules;

import io.sentineledge.rules.ExceptionDefinition.Element;
import io.sentineledge.rules.ExceptionDefinition.Line;
import io.sentineledge.rules.ExceptionDefinition.Shape;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.List;

/** Writes exceptions into a condition: {@code (condition) and not (field = value)}. */
final class ExceptionText {
  private ExceptionText() {}

  /** The condition with the exceptions that have values. */
  static MappedText addTo(MappedText condition, List<ExceptionDefinition> exceptions) {
    if (exceptions.stream().allMatch(exception -> exception.values().isEmpty())) {
      return condition;
    }
    Location outside = condition.location(0, condition.text().length());
    MappedText.Builder text =
        new MappedText.Builder().add("(", outside).add(condition).add(")", outside);
    for (ExceptionDefinition exception : exceptions) {
      Shape shape = exception.shape();
      if (shape != null && !exception.values().isEmpty()) {
        Location name = exception.name().location();
        text.add(" and not (", name);
        if (shape.single()) {
          addOneField(text, exception, shape);
        } else {
          addFields(text, exception, shape);
        }
        text.add(")", name);
      }
    }
    return text.build();
  }

  private static void addOneField(
      MappedText.Builder text, ExceptionDefinition exception, Shape shape) {
    Scalar field = shape.fields().getFirst();
    text.add(MappedText.of(field))
        .add(" " + shape.comparisons().getFirst() + " (", field.location());
    String separator = "";
    for (Line line : exception.values()) {
      for (Scalar value : line.elements().getFirst().items()) {
        text.add(separator, value.location());
        addValue(text, value);
        separator = ", ";
      }
    }
    text.add(")", field.location());
  }

  private static void addFields(
      MappedText.Builder text, ExceptionDefinition exception, Shape shape) {
    String separator = "";
    for (Line line : exception.values()) {
      text.add(separator + "(", exception.name().location());
      for (int i = 0; i < shape.fields().size(); i++) {
        Scalar field = shape.fields().get(i);
        text.add(i == 0 ? "" : " and ", field.location()).add(MappedText.of(field));
        addElement(text, shape.comparisons().get(i), line.elements().get(i), field.location());
      }
      text.add(")", exception.name().location());
      separator = " or ";
    }
  }

  private static void addElement(
      MappedText.Builder text, String operator, Element element, Location field) {
    text.add(" " + operator + " ", field);
    if (!element.list() && !ExceptionReader.takesList(operator)) {
      addValue(text, element.items().getFirst());
      return;
    }
    boolean ready = !element.list() && element.items().getFirst().value().startsWith("(");
    text.add(ready ? "" : "(", field);
    String separator = "";
    for (Scalar value : element.items()) {
      text.add(separator, value.location());
      if (element.list()) {
        addValue(text, value);
      } else {
        text.add(MappedText.of(value));
      }
      separator = ", ";
    }
    text.add(ready ? "" : ")", field);
  }

  /** A value with blanks is quoted unless its author did. */
  private static void addValue(MappedText.Builder text, Scalar value) {
    String written = value.value();
    char first = written.charAt(0);
    boolean quote =
        first != '"' && first != '\'' && written.chars().anyMatch(Character::isWhitespace);
    if (quote) {
      text.add("\"" + written.replace("\"", "\\\"") + "\"", value.location());
    } else {
      text.add(MappedText.of(value));
    }
  }
}
