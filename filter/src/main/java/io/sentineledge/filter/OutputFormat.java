package io.sentineledge.filter;

import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.filter.field.Display;
import io.sentineledge.filter.field.Field;
import io.sentineledge.filter.field.FieldType;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text with tokens: {@code %proc.name}, {@code %proc.aname[2]}, {@code %tolower(proc.name)};
 * {@code %%} is a percent sign. A field without a value is written {@code <NA>}. A leading {@code
 * *} of the format has no effect.
 *
 * <p>Used by one thread, against one {@link EventContext}.
 */
public final class OutputFormat {
  private static final String MISSING = "<NA>";

  private final List<Part> parts;
  private final Set<Demand> demands;

  private OutputFormat(List<Part> parts) {
    this.parts = parts;
    demands = EnumSet.noneOf(Demand.class);
    for (Part part : parts) {
      if (part instanceof Part.Token token) {
        demands.addAll(Demands.of(token.operand()));
      }
    }
  }

  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Token(String name, Value operand, PrintedValue value) implements Part {}
  }

  /**
   * Compiles a format.
   *
   * @param origin kept in the place of an error
   * @throws ConditionException for an unknown field or a malformed token
   */
  public static OutputFormat compile(String format, Object origin) throws ConditionException {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = format.startsWith("*") ? 1 : 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c != '%') {
        literal.append(c);
        at++;
      } else if (format.startsWith("%%", at)) {
        literal.append('%');
        at += 2;
      } else {
        if (!literal.isEmpty()) {
          parts.add(new Part.Literal(literal.toString()));
          literal.setLength(0);
        }
        Scanner in = new Scanner(format, at + 1, origin);
        parts.add(token(in, at, format));
        at = in.position();
      }
    }
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
    }
    return new OutputFormat(parts);
  }

  private static Part token(Scanner in, int start, String format) throws ConditionException {
    Operand operand = new OperandParser(in).operand();
    if (operand == null) {
      throw new ConditionException(
          "no field follows '%'",
          in.placeFrom(start), "Write %% for a percent sign, and a field as in %proc.name.");
    }
    Value value = Operands.check(operand);
    if (value instanceof Value.OfField field && field.use().field().use() == Field.Use.CONDITIONS) {
      throw new ConditionException(
          "field '" + field.use() + "' is for conditions only", operand.place());
    }
    Display display =
        value instanceof Value.OfField field ? field.use().field().display() : Display.DECIMAL;
    boolean bool = value.type() == FieldType.BOOL;
    return new Part.Token(
        format.substring(start + 1, in.position()), value, new PrintedValue(value, display, bool));
  }

  /** The text for this event. */
  public String format(EventContext event) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Literal literal -> out.append(literal.text());
        case Part.Token token -> {
          String text = token.value().text(event);
          out.append(text == null ? MISSING : text);
        }
      }
    }
    return out.toString();
  }

  /**
   * The tokens as written (without the percent sign) and their values, in order of appearance:
   * String, Long, Boolean, a List of String, or null where the field has no value.
   */
  public Map<String, @Nullable Object> fields(EventContext event) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Part part : parts) {
      if (part instanceof Part.Token token) {
        fields.put(token.name(), token.value().object(event));
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  /** What it asks of the kernel beside events. */
  public Set<Demand> demands() {
    return Collections.unmodifiableSet(demands);
  }

  /** The tokens as written, in order of appearance. */
  public List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Token token && !names.contains(token.name())) {
        names.add(token.name());
      }
    }
    return names;
  }
}
