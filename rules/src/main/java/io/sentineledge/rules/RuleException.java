package io.sentineledge.rules;

import java.util.List;

/**
 * A named exception of a rule: the rule does not match where all fields compare with one line of
 * values.
 *
 * @param comparisons one operator a field
 * @param values as they stand in the condition, one a field
 */
public record RuleException(
    String name, List<String> fields, List<String> comparisons, List<List<String>> values) {
  /** All lists are copied. */
  public RuleException {
    fields = List.copyOf(fields);
    comparisons = List.copyOf(comparisons);
    values = values.stream().map(List::copyOf).toList();
  }
}
