package io.sentineledge.filter;

import io.sentineledge.state.EventContext;

/** A part of a condition in executable form, for events of one type. */
abstract class Predicate {
  static final Predicate TRUE = new Constant(true);
  static final Predicate FALSE = new Constant(false);

  /** What a test costs, in units of comparing two numbers: cheap ones are tried first. */
  final int cost;

  Predicate(int cost) {
    this.cost = cost;
  }

  abstract boolean test(EventContext event);

  /** Whether the part is this, for every event. */
  boolean isAlways(boolean value) {
    return false;
  }

  static Predicate of(boolean value) {
    return value ? TRUE : FALSE;
  }

  private static final class Constant extends Predicate {
    private final boolean value;

    Constant(boolean value) {
      super(0);
      this.value = value;
    }

    @Override
    boolean test(EventContext event) {
      return value;
    }

    @Override
    boolean isAlways(boolean wanted) {
      return value == wanted;
    }
  }

  /** True where all parts are. */
  static final class All extends Predicate {
    private final Predicate[] parts;

    All(Predicate[] parts) {
      super(sum(parts));
      this.parts = parts;
    }

    @Override
    boolean test(EventContext event) {
      for (Predicate part : parts) {
        if (!part.test(event)) {
          return false;
        }
      }
      return true;
    }
  }

  /** True where one part is. */
  static final class Any extends Predicate {
    private final Predicate[] parts;

    Any(Predicate[] parts) {
      super(sum(parts));
      this.parts = parts;
    }

    @Override
    boolean test(EventContext event) {
      for (Predicate part : parts) {
        if (part.test(event)) {
          return true;
        }
      }
      return false;
    }
  }

  static final class Negation extends Predicate {
    private final Predicate part;

    Negation(Predicate part) {
      super(part.cost);
      this.part = part;
    }

    @Override
    boolean test(EventContext event) {
      return !part.test(event);
    }
  }

  /** A part that several conditions have: evaluated once per event. */
  static final class Shared extends Predicate {
    private final Predicate part;
    private boolean wanted;
    private long tested;
    private boolean value;

    Shared(Predicate part) {
      super(part.cost);
      this.part = part;
    }

    /** To be called when a second condition has the part. */
    void share() {
      wanted = true;
    }

    @Override
    boolean test(EventContext event) {
      if (!wanted) {
        return part.test(event);
      }
      if (tested != event.number()) {
        tested = event.number();
        value = part.test(event);
      }
      return value;
    }
  }

  private static int sum(Predicate[] parts) {
    int sum = 1;
    for (Predicate part : parts) {
      sum = Math.min(10_000, sum + part.cost);
    }
    return sum;
  }
}
