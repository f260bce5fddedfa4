package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.rules.Priority;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which alerts go to an output.
 *
 * @param least only these priorities and more urgent ones
 * @param rules names, in which {@code *} stands for any text; empty: all
 * @param tags one of which the rule must have; empty: all
 */
public record AlertFilter(Priority least, Pattern rules, List<String> tags)
    implements Predicate<Alert> {
  /** Of names with {@code *}. */
  public static AlertFilter of(Priority least, List<String> rules, List<String> tags) {
    String names =
        rules.stream()
            .map(name -> Pattern.quote(name).replace("*", "\\E.*\\Q"))
            .collect(Collectors.joining("|"));
    return new AlertFilter(least, Pattern.compile(rules.isEmpty() ? ".*" : names), tags);
  }

  @Override
  public boolean test(Alert alert) {
    return alert.priority().compareTo(least) <= 0
        && rules.matcher(alert.rule()).matches()
        && (tags.isEmpty() || alert.tags().stream().anyMatch(tags::contains));
  }
}
