package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field with its argument, as one place in a condition or format uses it. Equal uses have equal
 * values in every event.
 */
public record FieldUse(Field field, @Nullable String argument) {
  /** What is wrong with a use of a field. */
  public static final class BadUse extends Exception {
    private final boolean unknown;

    BadUse(String message, boolean unknown) {
      super(message);
      this.unknown = unknown;
    }

    /** Whether the field or argument does not exist, rather than is used wrongly. */
    public boolean isUnknown() {
      return unknown;
    }
  }

  /**
   * Finds the field that is meant by a name as it is written, which may end in an argument after a
   * dot.
   *
   * @param brackets what stands in brackets after the name, or null
   * @throws BadUse if there is no such field, or the argument is not of the right form
   */
  public static FieldUse of(String name, @Nullable String brackets) throws BadUse {
    Field field = FieldTable.find(name);
    if (field != null) {
      return checked(field, brackets);
    }
    int dot = name.lastIndexOf('.');
    while (dot > 0 && brackets == null) {
      Field prefix = FieldTable.find(name.substring(0, dot));
      if (prefix != null) {
        boolean named =
            prefix.argument() == Field.Argument.REQUIRED
                || prefix.argument() == Field.Argument.OPTIONAL_NAME;
        if (named) {
          return checked(prefix, name.substring(dot + 1));
        }
        break;
      }
      dot = name.lastIndexOf('.', dot - 1);
    }
    throw new BadUse("unknown field '" + name + "'", true);
  }

  private static FieldUse checked(Field field, @Nullable String argument) throws BadUse {
    String name = field.name();
    switch (field.argument()) {
      case NONE -> {
        if (argument != null) {
          throw new BadUse("field '" + name + "' takes no argument", false);
        }
      }
      case OPTIONAL_INDEX -> {
        if (argument != null && !isIndex(argument)) {
          throw new BadUse(
              "argument of '"
                  + name
                  + "' must be a number from 0 to 9999, it is '"
                  + argument
                  + "'",
              false);
        }
      }
      case REQUIRED -> {
        if (argument == null) {
          throw new BadUse(
              "field '" + name + "' needs an argument, as in " + name + "[name]", false);
        }
      }
      case OPTIONAL_NAME -> {}
    }
    if (argument == null) {
      return new FieldUse(field, null);
    }
    boolean eventArgument = name.equals("evt.arg") || FieldTable.isRawArgument(field);
    if (eventArgument && !isIndex(argument) && !KnownNames.argumentNames().contains(argument)) {
      throw new BadUse("no event has an argument '" + argument + "'", true);
    }
    if (name.equals("evt.type.is") && !KnownNames.eventTypeNames().contains(argument)) {
      throw new BadUse("unknown event type '" + argument + "'", true);
    }
    return new FieldUse(
        FieldTable.isRawArgument(field) ? FieldTable.rawArgument(argument) : field, argument);
  }

  static boolean isIndex(String argument) {
    return !argument.isEmpty()
        && argument.length() <= 4
        && argument.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A new source for events of a type; null if they never have a value. */
  public @Nullable Source source(EventType type) {
    return field.factory().create(type, argument);
  }

  /** The use as it is written. */
  @Override
  public String toString() {
    return argument == null ? field.name() : field.name() + "[" + argument + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldUse use
        && field.name().equals(use.field.name())
        && Objects.equals(argument, use.argument);
  }

  @Override
  public int hashCode() {
    return 31 * field.name().hashCode() + (argument == null ? 0 : argument.hashCode());
  }
}
