package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.field.Field.Argument;
import io.sentineledge.filter.field.Field.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All fields by name. */
public final class FieldTable {
  private static final Set<Demand> DOMAIN_NAMES = Set.of(Demand.DOMAIN_NAMES);
  private static final Set<Demand> QUESTIONS = Set.of(Demand.QUESTIONS);
  private static final Set<Demand> NAMES_AT_ENTRY = Set.of(Demand.NAMES_AT_ENTRY);
  private static final String RAW_ARGUMENT = "evt.rawarg";
  private static final Map<String, Field> BY_NAME = new LinkedHashMap<>();

  static {
    FieldSet fields = new FieldSet();
    EventFields.define(fields);
    ProcessFields.define(fields);
    AgentFields.define(fields);
    UserFields.define(fields);
    FdFields.define(fields);
    SocketFields.define(fields);
    DnsFields.define(fields);
    FsPathFields.define(fields);
    TargetFields.define(fields);
    AbsentFields.define(fields);
    for (Field field : fields.fields()) {
      if (BY_NAME.put(field.name(), field) != null) {
        throw new IllegalStateException("field defined twice, name=" + field.name());
      }
    }
    BY_NAME.put(RAW_ARGUMENT, rawArgument(FieldType.TEXT));
  }

  private FieldTable() {}

  /** Every field, in the order of the documentation. */
  public static List<Field> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The field with this name, or null. */
  public static @Nullable Field find(String name) {
    return BY_NAME.get(name);
  }

  /** What the value of a field needs of the kernel beside events. */
  public static Set<Demand> demands(Field field) {
    if (SocketFields.isDomainName(field)) {
      return DOMAIN_NAMES;
    }
    if (DnsFields.isOne(field)) {
      return QUESTIONS;
    }
    return TamperingFields.isOne(field) ? NAMES_AT_ENTRY : Set.of();
  }

  /**
   * {@code evt.rawarg}, whose type depends on the argument: a number where one type of event has it
   * as a number.
   */
  static Field rawArgument(String argument) {
    for (EventType type : EventType.values()) {
      EventArgument found = EventFields.argument(type, argument);
      if (found != null && found.number() != null) {
        return rawArgument(FieldType.NUMBER);
      }
    }
    return rawArgument(FieldType.TEXT);
  }

  private static Field rawArgument(FieldType fieldType) {
    return new Field(
        RAW_ARGUMENT,
        fieldType,
        false,
        Argument.REQUIRED,
        Use.ANYWHERE,
        Display.DECIMAL,
        "Argument of the event as a number where it is one, else as text; see evt.arg.",
        (type, argument) -> {
          EventArgument found = EventFields.argument(type, argument);
          Source source = found == null ? null : found.raw();
          boolean number = source instanceof NumberSource;
          return number == (fieldType == FieldType.NUMBER) ? source : null;
        });
  }

  static boolean isRawArgument(Field field) {
    return field.name().equals(RAW_ARGUMENT);
  }
}
