package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What levels and tags of Sigma are here. */
final class Levels {
  /** The levels, the least serious first. */
  static final List<String> ALL = List.of("informational", "low", "medium", "high", "critical");

  /** That of a rule without one. */
  static final String DEFAULT = "medium";

  private Levels() {}

  /** The priority of a level; null if there is no such level. */
  static @Nullable Priority priority(String level) {
    return switch (level.toLowerCase(Locale.ROOT)) {
      case "informational" -> Priority.INFORMATIONAL;
      case "low" -> Priority.NOTICE;
      case "medium" -> Priority.WARNING;
      case "high" -> Priority.ERROR;
      case "critical" -> Priority.CRITICAL;
      default -> null;
    };
  }

  /** The tags as they are written, and those of ATT&CK also as the shipped rules write them. */
  static List<String> tags(List<String> tags) {
    TreeSet<String> all = new TreeSet<>(tags);
    for (String tag : tags) {
      String lower = tag.toLowerCase(Locale.ROOT);
      String rest = lower.startsWith("attack.") ? lower.substring("attack.".length()) : "";
      if (rest.matches("t\\d{4}(?:\\.\\d{3})?")) {
        all.add(rest.toUpperCase(Locale.ROOT));
      } else if (rest.matches("[a-z][a-z_-]+")) {
        all.add("mitre_" + rest.replace('-', '_'));
      }
    }
    return new ArrayList<>(all);
  }
}
