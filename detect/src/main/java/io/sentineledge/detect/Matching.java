package io.sentineledge.detect;

/** Which of the rules that match an event raise an alert. */
public enum Matching {
  /**
   * The first of each namespace in the order of its files: neither do the users' rules hide shipped
   * ones, nor the reverse. Sigma rules, which know no order, all raise one.
   */
  FIRST,
  /** All of them. */
  ALL
}
