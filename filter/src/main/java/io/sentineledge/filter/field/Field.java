package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A field of the condition language.
 *
 * @param name as it is written, without an argument
 * @param list whether the value is a list of values of the type
 * @param argument what stands in brackets after the name
 * @param use where the field may be used
 * @param display how a number is written
 * @param description one sentence or two, for the documentation
 * @param factory makes the field's sources
 */
public record Field(
    String name,
    FieldType type,
    boolean list,
    Argument argument,
    Use use,
    Display display,
    String description,
    Factory factory) {

  /** What stands in brackets after a field's name. */
  public enum Argument {
    NONE(""),
    /** A number, 0 or more; without it the field means all of them. */
    OPTIONAL_INDEX("[n]"),
    /** A name; without it the field means all of them. */
    OPTIONAL_NAME("[name]"),
    /** A name or number, in brackets or after a dot. */
    REQUIRED("[name]");

    private final String form;

    Argument(String form) {
      this.form = form;
    }

    /** How the argument is written. */
    public String form() {
      return form;
    }
  }

  /** Where a field may be used. */
  public enum Use {
    ANYWHERE,
    /** Not in output formats: it stands for several values. */
    CONDITIONS
  }

  /** Makes the source of a field's value for events of one type. */
  @FunctionalInterface
  public interface Factory {
    /**
     * A new source, or null if events of the type never have a value.
     *
     * @param argument null only where it may be left out
     */
    @Nullable Source create(EventType type, @Nullable String argument);
  }
}
