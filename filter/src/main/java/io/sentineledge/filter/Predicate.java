package io.sentineledge.filter;

import io.sentineledge.state.EventContext;
import java.util.Comparator;

/** A part of a condition in executable form, for events of one type. */
abstract class Predicate {
  static final Predicate TRUE = new Constant(true);
  static final Predicate FALSE = new Constant(false);

  /** What a test costs on average, in units of comparing two numbers. */
  final double cost;

  /** A guess at how many of the tests are passed, above 0 and below 1. */
  final double likely;

  Predicate(double cost, double likely) {
    this.cost = cost;
    this.likely = Math.clamp(likely, 0.001, 0.999);
  }

  /**
   * The order in which parts decide soonest that not all, or that one, is true. Not by Comparator's
   * own methods: their lambdas can't be in the start-up cache.
   */
  static Comparator<Predicate> order(boolean all) {
    return (a, b) -> Double.compare(a.effort(all), b.effort(all));
  }

  /** What it costs on average until parts like this one have decided. */
  private double effort(boolean all) {
    return cost / (all ? 1 - likely : likely);
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
      super(0, value ? 1 : 0);
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
    final Predicate[] parts;

    All(Predicate[] parts) {
      super(cost(parts, true), product(parts, true));
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
    final Predicate[] parts;

    Any(Predicate[] parts) {
      super(cost(parts, false), 1 - product(parts, false));
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
    final Predicate part;

    Negation(Predicate part) {
      super(part.cost, 1 - part.likely);
      this.part = part;
    }

    @Override
    boolean test(EventContext event) {
      return !part.test(event);
    }
  }

  /** A part that several conditions have: evaluated once per event. */
  static final class Shared extends Predicate {
    final Predicate part;
    private boolean wanted;
    private long tested;
    private boolean value;

    Shared(Predicate part) {
      super(part.cost, part.likely);
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

  /** What parts cost when they are tried in order until one decides. */
  private static double cost(Predicate[] parts, boolean all) {
    double cost = 1;
    double reached = 1;
    for (Predicate part : parts) {
      cost += reached * part.cost;
      reached *= all ? part.likely : 1 - part.likely;
    }
    return cost;
  }

  private static double product(Predicate[] parts, boolean all) {
    double product = 1;
    for (Predicate part : parts) {
      product *= all ? part.likely : 1 - part.likely;
    }
    return product;
  }
}
