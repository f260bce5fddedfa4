package io.sentineledge.bench;

import java.util.List;

/** The middle of measured values, which a few disturbed ones do not move. */
final class Medians {
  private Medians() {}

  static double of(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
