package io.sentineledge.rules.explain;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Text;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.filter.field.FieldUse;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.TextMapping;
import io.sentineledge.rules.explain.Explanation.Shown;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of operands as an output would print them. */
final class Values {
  private Values() {}

  static Shown of(Operand operand, EventContext event, boolean known) {
    String text = ConditionPrinter.print(operand);
    if (!known) {
      return new Shown(text, false, null, List.of());
    }
    Object value = value(text, event);
    return new Shown(text, true, value, otherNames(operand, event, value));
  }

  private static @Nullable Object value(String text, EventContext event) {
    try {
      return OutputFormat.compile("%" + text, text).fields(event).get(text);
    } catch (ConditionException e) {
      return ends(text, event);
    }
  }

  /** Of a field that stands for both ends of a socket, or is compared with networks: the ends. */
  private static @Nullable Object ends(String text, EventContext event) {
    List<Object> values = new ArrayList<>();
    for (String field : new String[] {"fd.lip", "fd.rip", "fd.lport", "fd.rport"}) {
      if (isEnd(text, field)) {
        try {
          Object value = OutputFormat.compile("%" + field, field).fields(event).get(field);
          if (value != null) {
            values.add(value);
          }
        } catch (ConditionException e) {
          throw new IllegalStateException("field is not known, name=" + field, e);
        }
      }
    }
    if (text.endsWith("net") && text.length() == "fd.?net".length()) {
      return value(text.replace("net", "ip"), event);
    }
    return values.isEmpty() ? null : values;
  }

  private static boolean isEnd(String text, String field) {
    return switch (text) {
      case "fd.ip", "fd.net" -> field.endsWith("ip");
      case "fd.port", "fd.proto" -> field.endsWith("port");
      default -> false;
    };
  }

  /** The names of a file that its one printed name does not tell. */
  private static List<String> otherNames(
      Operand operand, EventContext event, @Nullable Object value) {
    List<String> others = new ArrayList<>();
    if (operand instanceof FieldReference field
        && source(field, event) instanceof NamesSource source) {
      FileNames names = source.names(event);
      TextMapping part = source.part(event);
      for (int i = 0; i < names.count(); i++) {
        Text name = part == null ? names.name(i) : part.apply(names.name(i));
        if (name != null && !Objects.equals(name.toString(), value)) {
          others.add(name.toString());
        }
      }
      if (source.identified()) {
        for (int i = 0; i < event.aliasCount(); i++) {
          String alias = event.alias(i).toString();
          if (!alias.equals(value) && !others.contains(alias)) {
            others.add(alias);
          }
        }
      }
    }
    return others;
  }

  private static @Nullable Object source(FieldReference field, EventContext event) {
    try {
      return FieldUse.of(field.name(), field.argument()).source(event.event().type());
    } catch (FieldUse.BadUse e) {
      return null;
    }
  }
}
