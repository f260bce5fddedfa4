package io.sentineledge.rules.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The text of a rule's alerts: its title, and fields by the names that the rule knows. */
final class Outputs {
  private Outputs() {}

  /**
   * The text as an output format.
   *
   * @param fields those that the rule wants to be shown; the log source decides if none is known
   */
  static String text(String title, List<String> fields, EventModel model) {
    List<String> shown = new ArrayList<>();
    for (String field : fields) {
      if (printed(field, model) != null && !shown.contains(field)) {
        shown.add(field);
      }
    }
    StringJoiner details = new StringJoiner(" ", " (", ")");
    for (String field : shown.isEmpty() ? model.shown() : shown) {
      details.add(field + "=%" + printed(field, model));
    }
    String text = title.replace("%", "%%") + details;
    return text.startsWith("*") ? "*" + text : text;
  }

  /** The field of the condition language; null if there is none. */
  private static @Nullable String printed(String field, EventModel model) {
    String printed = model.printed().get(field);
    boolean argument =
        printed == null && field.matches("a\\d{1,2}") && model.fields().containsKey(field);
    return argument ? "proc.argv[" + field.substring(1) + "]" : printed;
  }
}
