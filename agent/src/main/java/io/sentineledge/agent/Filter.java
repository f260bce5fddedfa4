package io.sentineledge.agent;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.output.SafeText;
import io.sentineledge.sensor.Interest;
import io.sentineledge.sensor.Wanted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The FILTER of a command line.
 *
 * @param condition null: every event
 * @param paths file names that it compares with exactly
 */
record Filter(@Nullable Condition condition, Set<Text> paths) {
  /**
   * Compiles it; null: every event.
   *
   * @throws ConfigException if it is not a condition; the message points at the place
   */
  static Filter compile(@Nullable String text) throws ConfigException {
    Set<Text> paths = new LinkedHashSet<>();
    if (text == null) {
      return new Filter(null, paths);
    }
    try {
      return new Filter(
          new ConditionCompiler(paths::add).compile(ConditionParser.parse(text, "FILTER")), paths);
    } catch (ConditionException e) {
      throw new ConfigException(List.of(describe(text, e)));
    }
  }

  /** What the kernel is to send for it. */
  Wanted wanted() {
    return condition == null
        ? Wanted.of(Interest.USUAL)
        : new Demands().add(condition.eventTypes(), condition.demands()).wanted(paths);
  }

  /** What is wrong, the filter, and a line that points at the place. */
  private static String describe(String text, ConditionException e) {
    int at = Math.min(e.place().offset(), text.length());
    int end = Math.min(at + e.place().length(), text.length());
    String before = SafeText.of(text.substring(0, at));
    String suggestion = e.suggestion() == null ? "" : ". " + e.suggestion();
    return "FILTER:1:%d: error: %s%s%n  %s%n  %s%s"
        .formatted(
            text.codePointCount(0, at) + 1,
            SafeText.of(String.valueOf(e.getMessage())),
            SafeText.of(suggestion),
            before + SafeText.of(text.substring(at)),
            " ".repeat(before.length()),
            "^".repeat(Math.max(1, end - at)));
  }
}
