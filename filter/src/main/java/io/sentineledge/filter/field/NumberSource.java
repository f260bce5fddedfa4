package io.sentineledge.filter.field;

import io.sentineledge.state.EventContext;

/** A number, or a truth value as 0 and 1. */
@FunctionalInterface
public non-sealed interface NumberSource extends Source {
  /** Stands for no value. */
  long MISSING = Long.MIN_VALUE;

  /** The value, or {@link #MISSING}. */
  long get(EventContext event);

  /** A value that does not depend on the event. */
  record Fixed(long value) implements NumberSource {
    @Override
    public long get(EventContext event) {
      return value;
    }
  }

  /** A truth value that does not depend on the event. */
  static NumberSource fixed(boolean value) {
    return new Fixed(value ? 1 : 0);
  }
}
