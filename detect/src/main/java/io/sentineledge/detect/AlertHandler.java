package io.sentineledge.detect;

import io.sentineledge.rules.Rule;

/** Takes what the engine finds, on the thread that evaluates events: it must not block. */
public interface AlertHandler {
  /** A rule has matched. */
  void alert(Alert alert);

  /**
   * A rule could not be evaluated or its output not be written. Told once for each rule, however
   * often it happens; {@link RuleCounters#failures} counts.
   */
  void failed(Rule rule, Throwable failure);
}
