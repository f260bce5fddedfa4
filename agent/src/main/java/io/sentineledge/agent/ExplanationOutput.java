package io.sentineledge.agent;

import io.sentineledge.rules.Rule;

/** Where explanations go: first the rule, then its events. */
interface ExplanationOutput {
  /**
   * Begins a rule.
   *
   * @param alone whether no events will follow, so that its condition is what was asked for
   */
  void rule(Rule rule, boolean alone);

  /** Adds an event of the rule that was begun. */
  void event(Rule rule, ExplainedEvent event);

  /** Says something about the events as a whole. */
  void note(String text);
}
