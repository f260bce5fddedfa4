package io.sentineledge.detect.anomaly;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last {@value #SIZE} counts that were not 0, each as the logarithm of base 2 in a byte: exact
 * to 5 %. Logarithms, since counts of what programs do differ by factors.
 */
final class Window {
  static final int SIZE = 64;

  /** Steps of a byte for a factor of 2. */
  private static final int STEPS = 10;

  private final byte[] values = new byte[SIZE];
  private int next;
  private int filled;

  void add(double log) {
    values[next] = (byte) Math.min(255, Math.round(log * STEPS));
    next = (next + 1) % SIZE;
    filled = Math.min(SIZE, filled + 1);
  }

  boolean isEmpty() {
    return filled == 0;
  }

  /** 0 where nothing was added. */
  double median() {
    return middle(sorted());
  }

  /** The median of the distances from the median. */
  double deviation() {
    int[] distances = sorted();
    double median = middle(distances) * STEPS;
    for (int i = 0; i < distances.length; i++) {
      distances[i] = (int) Math.round(Math.abs(distances[i] - median));
    }
    Arrays.sort(distances);
    return middle(distances);
  }

  /** 0 where nothing was added. */
  double highest() {
    int[] sorted = sorted();
    return sorted.length == 0 ? 0 : (double) sorted[sorted.length - 1] / STEPS;
  }

  private int[] sorted() {
    int[] sorted = new int[filled];
    for (int i = 0; i < filled; i++) {
      sorted[i] = Byte.toUnsignedInt(values[i]);
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private static double middle(int[] sorted) {
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0 / STEPS;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(next);
    out.writeByte(filled);
    out.write(values);
  }

  static Window read(DataInputStream in) throws IOException {
    Window window = new Window();
    window.next = in.readUnsignedByte();
    window.filled = in.readUnsignedByte();
    in.readFully(window.values);
    if (window.next >= SIZE || window.filled > SIZE) {
      throw new IOException("a window has " + window.filled + " values, next=" + window.next);
    }
    return window;
  }
}
