package io.sentineledge.detect.anomaly;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Which things a workload has met before, in 512 bytes: two Bloom filters, of which the older one
 * is forgotten when the newer one is a quarter full. Of some hundred things few are wrongly taken
 * for known.
 */
final class Seen {
  private static final int WORDS = 32;
  private static final int BITS = WORDS * Long.SIZE;

  private long[] newer = new long[WORDS];
  private long[] older = new long[WORDS];
  private int set;

  /** Notes a thing; whether it is new. */
  boolean add(long fingerprint) {
    long hash = fingerprint * 0x9E3779B97F4A7C15L;
    int first = (int) (hash >>> 53);
    int second = (int) (hash >>> 42) & (BITS - 1);
    boolean known = has(newer, first) && has(newer, second);
    if (known) {
      return false;
    }
    known = has(older, first) && has(older, second);
    put(first);
    put(second);
    if (set > BITS / 4) {
      older = newer;
      newer = new long[WORDS];
      set = 0;
    }
    return !known;
  }

  private static boolean has(long[] bits, int bit) {
    return (bits[bit >> 6] & (1L << bit)) != 0;
  }

  private void put(int bit) {
    if (!has(newer, bit)) {
      newer[bit >> 6] |= 1L << bit;
      set++;
    }
  }

  void write(DataOutputStream out) throws IOException {
    for (int i = 0; i < WORDS; i++) {
      out.writeLong(newer[i]);
      out.writeLong(older[i]);
    }
  }

  static Seen read(DataInputStream in) throws IOException {
    Seen seen = new Seen();
    for (int i = 0; i < WORDS; i++) {
      seen.newer[i] = in.readLong();
      seen.older[i] = in.readLong();
      seen.set += Long.bitCount(seen.newer[i]);
    }
    return seen;
  }
}
