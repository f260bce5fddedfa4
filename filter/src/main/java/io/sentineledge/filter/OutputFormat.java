package io.sentineledge.filter;

import io.sentineledge.state.EventContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with {@code %field} tokens. A field without a value is written {@code <NA>}; a text that
 * begins with {@code *} is read as if it did not.
 */
public final class OutputFormat {
  private final String text;

  private OutputFormat(String text) {
    this.text = text;
  }

  /**
   * Compiles a format.
   *
   * @param origin kept in the place of an error
   * @throws ConditionException for an unknown field or a malformed token
   */
  public static OutputFormat compile(String format, Object origin) throws ConditionException {
    return new OutputFormat(format);
  }

  /** The text for this event. */
  public String format(EventContext event) {
    return text;
  }

  /**
   * The tokens as written (without the percent sign) and their values, in order of appearance:
   * String, Long, Boolean, List, or null where the field has no value.
   */
  public Map<String, @Nullable Object> fields(EventContext event) {
    return Map.of();
  }
}
