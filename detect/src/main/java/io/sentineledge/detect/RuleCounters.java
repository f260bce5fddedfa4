package io.sentineledge.detect;

import io.sentineledge.rules.Rule;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often each rule of an engine matched and failed. Written by the engine's thread, read by any.
 */
public final class RuleCounters {
  private final List<Rule> rules;
  private final AtomicLongArray matches;
  private final AtomicLongArray failures;

  RuleCounters(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    matches = new AtomicLongArray(rules.size());
    failures = new AtomicLongArray(rules.size());
  }

  /** The rules that are counted; the others' arguments are indices of this list. */
  public List<Rule> rules() {
    return rules;
  }

  /** Events that the rule matched, as far as it was asked. */
  public long matches(int rule) {
    return matches.getOpaque(rule);
  }

  /** Events for which the rule failed. */
  public long failures(int rule) {
    return failures.getOpaque(rule);
  }

  void matched(int rule) {
    matches.setOpaque(rule, matches.getPlain(rule) + 1);
  }

  /** Counts a failure; whether it is the rule's first. */
  boolean failed(int rule) {
    long before = failures.getPlain(rule);
    failures.setOpaque(rule, before + 1);
    return before == 0;
  }
}
