package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All values that a text starts with, or ends with: one walk over the text, which ends where no
 * value goes on.
 *
 * <p>Bytes are numbered by their first occurrence in a value (0: in none). A node is a row, its
 * next node by a byte's number: 0 for none.
 */
final class PatternTrie {
  /** The most bytes that all values together may have: nodes are numbered by chars. */
  static final int CAPACITY = 60_000;

  static final int NOWHERE = -1;

  private final char[] columns;
  private final int width;
  private final char[] nodes;
  private final int[] @Nullable [] numbers;
  private final boolean backwards;

  /**
   * Makes the nodes.
   *
   * @param lowered whether capitals of texts count as small letters
   */
  PatternTrie(Map<Text, List<Integer>> values, boolean backwards, boolean lowered) {
    this.backwards = backwards;
    columns = columns(values);
    width = width(columns);
    List<char[]> rows = new ArrayList<>();
    List<List<Integer>> bits = new ArrayList<>();
    grow(values, backwards, columns, width, rows, bits);
    nodes = flat(rows, width);
    if (lowered) {
      lower(columns);
    }
    numbers = new int[bits.size()][];
    for (int node = 0; node < numbers.length; node++) {
      numbers[node] = bits.get(node).isEmpty() ? null : PatternTables.array(bits.get(node));
    }
  }

  /** Numbers the bytes in use, from 1. */
  static char[] columns(Map<Text, List<Integer>> values) {
    char[] columns = new char[256];
    char last = 0;
    for (Text value : values.keySet()) {
      for (int i = 0; i < value.length(); i++) {
        int b = value.at(i) & 0xff;
        if (columns[b] == 0) {
          columns[b] = ++last;
        }
      }
    }
    return columns;
  }

  /** Gives capitals the columns of small letters: values with capitals are then never found. */
  static void lower(char[] columns) {
    for (int b = 'A'; b <= 'Z'; b++) {
      columns[b] = columns[b - 'A' + 'a'];
    }
  }

  static int width(char[] columns) {
    int most = 0;
    for (char column : columns) {
      most = Math.max(most, column);
    }
    return most + 1;
  }

  /** Makes the rows of the values, and for each row the bits of the values that end there. */
  static void grow(
      Map<Text, List<Integer>> values,
      boolean backwards,
      char[] columns,
      int width,
      List<char[]> rows,
      List<List<Integer>> bits) {
    rows.add(new char[width]);
    bits.add(new ArrayList<>());
    values.forEach((value, numbers) -> {
      int node = 0;
      for (int i = 0; i < value.length(); i++) {
        int column = columns[value.at(backwards ? value.length() - 1 - i : i) & 0xff];
        char next = rows.get(node)[column];
        if (next == 0) {
          next = (char) rows.size();
          rows.get(node)[column] = next;
          rows.add(new char[width]);
          bits.add(new ArrayList<>());
        }
        node = next;
      }
      bits.get(node).addAll(numbers);
    });
  }

  static char[] flat(List<char[]> rows, int width) {
    char[] flat = new char[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * width, width);
    }
    return flat;
  }

  void classify(byte[] bytes, int from, int length, long[] bits) {
    walk(0, bytes, from, length, bits);
  }

  /**
   * Goes on from the node that a walk over the part before has come to.
   *
   * @param start 0 at the start of a text
   * @return where the walk has come to; {@link #NOWHERE} where no value goes on
   */
  int walk(int start, byte[] bytes, int from, int length, long[] bits) {
    int step = backwards ? -1 : 1;
    int at = backwards ? from + length - 1 : from;
    int node = start;
    for (int i = 0; i < length; i++, at += step) {
      node = nodes[node * width + columns[bytes[at] & 0xff]];
      if (node == 0) {
        return NOWHERE;
      }
      int[] found = numbers[node];
      if (found != null) {
        PatternTables.set(found, bits);
      }
    }
    return node;
  }
}
