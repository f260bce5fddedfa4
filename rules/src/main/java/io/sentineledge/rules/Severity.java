package io.sentineledge.rules;

import java.util.Locale;

/** How much a finding in a rule file matters. */
public enum Severity {
  /** Nothing may be loaded. */
  ERROR,
  /** Something is ignored, deprecated, or does not do what its author believes. */
  WARNING,
  /** Worth a look when rules are checked, not at each start. */
  NOTE;

  /** As it is shown: {@code error}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
