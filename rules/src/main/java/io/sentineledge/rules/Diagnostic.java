package io.sentineledge.rules;

import org.jspecify.annotations.Nullable;

/**
 * One finding in a rule file.
 *
 * @param position where; line 1, column 1 for a file as a whole
 * @param length code points of the line that are meant, at least 1
 * @param message what is wrong, with the value, on one line
 * @param value the text that is wrong, as it was written; null if nothing was
 * @param suggestion what to do, as a sentence; null if the message says it all
 */
public record Diagnostic(
    Severity severity,
    Position position,
    int length,
    String message,
    @Nullable String value,
    @Nullable String suggestion) {

  /** {@code file:line:column: severity: message. Suggestion}. */
  @Override
  public String toString() {
    return position
        + ": "
        + severity
        + ": "
        + message
        + (suggestion == null ? "" : ". " + suggestion);
  }
}
