package io.sentineledge.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All fields of the language. */
public final class Fields {
  private Fields() {}

  /** What stands in brackets after a field's name. */
  public enum Argument {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /**
   * A field as it is documented.
   *
   * @param list whether the value is a list of the type
   */
  public record Description(
      String name, FieldType type, boolean list, Argument argument, String text) {}

  /** Every field, ordered by class and then as documented. */
  public static List<Description> all() {
    return List.of();
  }

  /** The field with this name, or null. */
  public static @Nullable Description find(String name) {
    return null;
  }

  /** The known names nearest to one that is not known, the best first; at most three. */
  public static List<String> suggest(String name) {
    return List.of();
  }
}
