package io.sentineledge.rules.explain;

/** What is known of a condition's truth. */
public enum Verdict {
  TRUE,
  FALSE,
  /** It rests on what is not known of the event. */
  UNKNOWN;

  static Verdict of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Verdict not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
