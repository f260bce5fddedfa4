package io.sentineledge.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the order in which they are evaluated: shipped before the users', each as their files
 * define them.
 *
 * @param rules those that are disabled too
 */
public record RuleSet(List<Rule> rules) {
  /** The list is copied. */
  public RuleSet {
    rules = List.copyOf(rules);
  }

  /** The rules to evaluate. */
  public List<Rule> enabled() {
    return rules.stream().filter(Rule::enabled).toList();
  }

  /** The rule with this name, or null. */
  public @Nullable Rule find(Namespace namespace, String name) {
    for (Rule rule : rules) {
      if (rule.namespace() == namespace && rule.name().equals(name)) {
        return rule;
      }
    }
    return null;
  }
}
