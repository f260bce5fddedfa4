package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;
import java.util.List;

/** The condition of a rule: how its selections are combined. */
sealed interface Condition {
  Location location();

  record All(List<Condition> parts, Location location) implements Condition {}

  record Any(List<Condition> parts, Location location) implements Condition {}

  record Not(Condition part, Location location) implements Condition {}

  /** A selection. */
  record Selection(String name, Location location) implements Condition {}

  /**
   * The selections whose names fit a pattern.
   *
   * @param all whether all must be true, rather than one
   * @param pattern {@code them}, or a name with {@code *}
   */
  record Several(boolean all, String pattern, Location location) implements Condition {}
}
