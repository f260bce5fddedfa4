package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All values that a text contains: the automaton of Aho and Corasick with every transition worked
 * out, so that each byte of the text costs two look-ups. States in which a value ends are numbered
 * last, and one comparison tells them apart.
 */
final class PatternAutomaton {
  private final char[] columns;
  private final int width;

  /** Where the row of the next state begins, by the row's begin and a byte's column. */
  private final int[] next;

  private final int firstEnd;
  private final int[][] numbers;

  /**
   * Works out the transitions.
   *
   * @param lowered whether capitals of texts count as small letters
   */
  PatternAutomaton(Map<Text, List<Integer>> values, boolean lowered) {
    columns = PatternTrie.columns(values);
    width = PatternTrie.width(columns);
    List<char[]> rows = new ArrayList<>();
    List<List<Integer>> bits = new ArrayList<>();
    PatternTrie.grow(values, false, columns, width, rows, bits);
    complete(rows, bits);
    char[] order = order(bits);
    firstEnd = (int) bits.stream().filter(List::isEmpty).count();
    next = new int[rows.size() * width];
    numbers = new int[rows.size() - firstEnd][];
    for (int state = 0; state < rows.size(); state++) {
      int to = order[state];
      for (int column = 0; column < width; column++) {
        next[to * width + column] = order[rows.get(state)[column]] * width;
      }
      if (to >= firstEnd) {
        numbers[to - firstEnd] = PatternTables.array(bits.get(state));
      }
    }
    if (lowered) {
      PatternTrie.lower(columns);
    }
  }

  /** Fills in, breadth first, where a state goes when the value it is in does not go on. */
  private void complete(List<char[]> rows, List<List<Integer>> bits) {
    int[] fallback = new int[rows.size()];
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(0);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      char[] row = rows.get(state);
      char @Nullable [] other = state == 0 ? null : rows.get(fallback[state]);
      for (int column = 0; column < width; column++) {
        int child = row[column];
        if (child != 0) {
          fallback[child] = other == null ? 0 : other[column];
          TreeSet<Integer> all = new TreeSet<>(bits.get(child));
          all.addAll(bits.get(fallback[child]));
          bits.set(child, List.copyOf(all));
          queue.add(child);
        } else if (other != null) {
          row[column] = other[column];
        }
      }
    }
  }

  private static char[] order(List<List<Integer>> bits) {
    char[] order = new char[bits.size()];
    char number = 0;
    for (int state = 0; state < order.length; state++) {
      if (bits.get(state).isEmpty()) {
        order[state] = number++;
      }
    }
    for (int state = 0; state < order.length; state++) {
      if (!bits.get(state).isEmpty()) {
        order[state] = number++;
      }
    }
    return order;
  }

  void classify(byte[] bytes, int from, int length, long[] bits) {
    walk(0, bytes, from, length, bits);
  }

  /**
   * Goes on from the row that a walk over the part before has come to.
   *
   * @param start 0 at the start of a text
   * @return where the walk has come to
   */
  int walk(int start, byte[] bytes, int from, int length, long[] bits) {
    int firstRow = firstEnd * width;
    int row = start;
    for (int i = from, end = from + length; i < end; i++) {
      char column = columns[bytes[i] & 0xff];
      if (row == 0 && next[column] == 0) {
        continue; // most bytes: no value begins with it, and none is under way
      }
      row = next[row + column];
      if (row >= firstRow) {
        PatternTables.set(numbers[row / width - firstEnd], bits);
      }
    }
    return row;
  }
}
