package io.sentineledge.detect;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Condition;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that can match one type of event, in order. Three arrays side by side, so that going
 * through them touches little memory.
 */
final class RuleIndex {
  /** What the rules ask. */
  final Condition[] conditions;

  /** Which rule asks it, as an index of all rules. */
  final int[] rules;

  /** Where the next namespace begins, or the end; of a Sigma rule, the next rule. */
  final int[] nextNamespace;

  private RuleIndex(List<Rule> all, List<Integer> chosen) {
    int size = chosen.size();
    conditions = new Condition[size];
    rules = new int[size];
    nextNamespace = new int[size];
    for (int i = size - 1; i >= 0; i--) {
      Rule rule = all.get(chosen.get(i));
      rules[i] = chosen.get(i);
      conditions[i] = rule.condition();
      boolean last =
          i == size - 1
              || rule.namespace() == Namespace.SIGMA
              || all.get(rules[i + 1]).namespace() != rule.namespace();
      nextNamespace[i] = last ? i + 1 : nextNamespace[i + 1];
    }
  }

  /** An index for each id of an event type, of use only for known ones. */
  static RuleIndex[] of(List<Rule> all) {
    RuleIndex[] indices = new RuleIndex[EventType.COUNT];
    for (int id = 0; id < EventType.COUNT; id++) {
      EventType type = EventType.of(id);
      List<Integer> chosen = new ArrayList<>();
      for (int i = 0; i < all.size() && type != null && type != EventType.TASK; i++) {
        if (all.get(i).condition().eventTypes().contains(type)) {
          chosen.add(i);
        }
      }
      indices[id] = new RuleIndex(all, chosen);
    }
    return indices;
  }
}
