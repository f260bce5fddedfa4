package io.sentineledge.filter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A condition or output format that is not valid: what is wrong, where, and what to do. */
public final class ConditionException extends Exception {
  private final transient Place place;
  private final boolean unknownName;
  private final @Nullable String suggestion;

  private ConditionException(
      String message, Place place, boolean unknownName, @Nullable String suggestion) {
    super(message);
    this.place = place;
    this.unknownName = unknownName;
    this.suggestion = suggestion;
  }

  public ConditionException(String message, Place place, @Nullable String suggestion) {
    this(message, place, false, suggestion);
  }

  public ConditionException(String message, Place place) {
    this(message, place, false, null);
  }

  /** A field or event type that does not exist: what {@code skip-if-unknown-filter} forgives. */
  static ConditionException unknown(String message, Place place, @Nullable String suggestion) {
    return new ConditionException(message, place, true, suggestion);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Where in the text; its origin tells which text. */
  public Place place() {
    return place;
  }

  /** Whether a field or event type is not known, which a rule may declare harmless. */
  public boolean isUnknownName() {
    return unknownName;
  }

  /** What to do, as a sentence; null if there is nothing to add. */
  public @Nullable String suggestion() {
    return suggestion;
  }
}
