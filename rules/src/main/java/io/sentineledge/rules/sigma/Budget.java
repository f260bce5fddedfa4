package io.sentineledge.rules.sigma;

/** Bounds the work of a load, whatever its files ask for. */
final class Budget {
  /**
   * Values and parts of all rules together, repeated ones counted each time: what takes less than a
   * second even where each is dear, as a wildcard that is compared with thousands of names.
   */
  static final int MAX = 200_000;

  private int used;

  /** Takes a share; false if nothing is left. */
  boolean take(int share) {
    used = (int) Math.min((long) used + share, MAX + 1L);
    return used <= MAX;
  }
}
