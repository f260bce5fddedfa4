package io.sentineledge.rules;

import io.sentineledge.event.Text;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the order in which they are evaluated: shipped before the users', each as their files
 * define them.
 *
 * @param rules those that are disabled too
 * @param paths the file names that conditions compare with exactly; a file may have others (hard
 *     links), so whoever evaluates the rules looks their inodes up
 */
public record RuleSet(List<Rule> rules, Set<Text> paths) {
  /** List and set are copied. */
  public RuleSet {
    rules = List.copyOf(rules);
    paths = Set.copyOf(paths);
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
