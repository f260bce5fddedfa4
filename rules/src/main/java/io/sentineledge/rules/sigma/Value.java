package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;

/** A value of a rule with its modifiers applied. */
sealed interface Value {
  Location location();

  /** The field has no value. */
  record Null(Location location) implements Value {}

  /** A text. */
  record Str(Pattern pattern, boolean cased, Location location) implements Value {}

  /**
   * A regular expression.
   *
   * @param flags as RE2 writes them
   * @param fromStart whether it must begin where the text begins
   * @param toEnd whether it must end where the text ends
   */
  record Regex(String expression, String flags, boolean fromStart, boolean toEnd, Location location)
      implements Value {
    /** The expression that is true for the whole of a text. */
    String whole() {
      String set = flags.isEmpty() ? "(?:" : "(?" + flags + ":";
      return (fromStart ? "" : "(?s:.*)") + set + expression + ")" + (toEnd ? "" : "(?s:.*)");
    }
  }

  /** A network in CIDR notation. */
  record Network(String text, Location location) implements Value {}

  /** A bound of a number. */
  record Bound(Modifier comparison, long number, Location location) implements Value {}

  /** Whether the field has a value. */
  record Existence(boolean exists, Location location) implements Value {}

  /**
   * Another field.
   *
   * @param before whether more may stand before it in the field that is asked
   * @param behind whether more may stand behind it
   */
  record Reference(String field, boolean before, boolean behind, Location location)
      implements Value {}
}
