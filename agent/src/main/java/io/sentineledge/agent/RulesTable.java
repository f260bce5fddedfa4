package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Rule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rules as a table, a line each: on a terminal no longer than its width. */
final class RulesTable {
  private static final List<String> HEAD =
      List.of("PRIORITY", "COST", "ENABLED", "NAME", "EVENTS", "FILE", "TAGS");

  private static final int MOST_TYPES = 4;
  private static final String GAP = "  ";
  private static final String CUT = "…";

  private RulesTable() {}

  static void print(List<Rule> rules, Terminal terminal, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    rules.forEach(rule -> rows.add(row(rule)));
    int[] widths = new int[HEAD.size() - 1];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      String line = cut(line(row, widths), terminal.columns());
      out.println(Style.BOLD.apply(terminal.colour() && row.equals(HEAD), line));
    }
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).repeat(' ', widths[i] - cell.length()).append(GAP);
    }
    return line.append(row.getLast()).toString().stripTrailing();
  }

  /**
   * @param columns 0 if there is no limit
   */
  private static String cut(String line, int columns) {
    return columns == 0 || line.length() <= columns
        ? line
        : line.substring(0, columns - CUT.length()) + CUT;
  }

  private static List<String> row(Rule rule) {
    return List.of(
        rule.priority().falcoName(),
        RuleCost.of(rule).toString(),
        rule.enabled() ? "yes" : "no",
        SafeText.of(rule.name()),
        types(rule),
        SafeText.of(rule.position().file() + ":" + rule.position().line()),
        SafeText.of(String.join(",", rule.tags())));
  }

  /** The types, or how many where they are many. */
  private static String types(Rule rule) {
    Set<EventType> types = rule.condition().eventTypes();
    return types.size() >= EventType.values().length - 1
        ? "all"
        : types.size() > MOST_TYPES
            ? types.size() + " types"
            : String.join(",", types.stream().map(EventType::falcoName).toList());
  }
}
