package io.sentineledge.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How serious a rule's alert is, the most serious first. */
public enum Priority {
  EMERGENCY,
  ALERT,
  CRITICAL,
  ERROR,
  WARNING,
  NOTICE,
  INFORMATIONAL,
  DEBUG;

  private final String falcoName = name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);

  /** As Falco writes it in alerts: {@code Warning}. */
  public String falcoName() {
    return falcoName;
  }

  /** The names that a rule file may use. */
  static List<String> names() {
    return Arrays.stream(values()).map(Priority::name).toList();
  }

  /** The priority with this name, in upper or lower case; {@code INFO} is INFORMATIONAL. */
  static @Nullable Priority of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (Priority priority : values()) {
      if (priority.name().equals(upper)) {
        return priority;
      }
    }
    return upper.equals("INFO") ? INFORMATIONAL : null;
  }
}
