package io.sentineledge.rules;

import java.util.Locale;

/** Rule files that see each other's definitions. Nothing in one namespace changes another. */
public enum Namespace {
  /** The rules in the box. */
  SHIPPED,
  /** All Falco files that users load. */
  USER,
  /** Sigma rules. They stand for themselves: each of them that matches raises an alert. */
  SIGMA;

  /** As it is shown: {@code shipped}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
