package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.Severity;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with one rule, or asks for what does not exist here. */
final class Findings {
  private final Diagnostics diagnostics;
  private boolean wrong;
  private @Nullable String unsupported;
  private @Nullable Location place;
  private final Set<String> never = new LinkedHashSet<>();

  Findings(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void error(Location at, String message, @Nullable String value, @Nullable String suggestion) {
    wrong = true;
    diagnostics.error(at, message, value, suggestion);
  }

  void warning(Location at, String message, @Nullable String value, @Nullable String suggestion) {
    diagnostics.warning(at, message, value, suggestion);
  }

  void note(Location at, String message, @Nullable String value, @Nullable String suggestion) {
    diagnostics.add(Severity.NOTE, at, message, value, suggestion);
  }

  /** Notes why the rule cannot be loaded; the first reason counts. */
  void unsupported(Location at, String reason) {
    if (unsupported == null) {
      unsupported = reason;
      place = at;
    }
  }

  /** Notes why a part of the rule is never true; of no matter if the rest can be. */
  void never(String reason) {
    never.add(reason);
  }

  /** Why parts of the rule are never true. */
  Set<String> never() {
    return never;
  }

  /** An error was reported, by these findings or by who says so now. */
  boolean wrong() {
    return wrong;
  }

  void setWrong() {
    wrong = true;
  }

  /** Why the rule is unsupported, or null. */
  @Nullable String reason() {
    return unsupported;
  }

  /** Where the reason stands. */
  Location place(Location otherwise) {
    return place == null ? otherwise : place;
  }
}
