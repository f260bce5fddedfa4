package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tells whether a text starts with one of many prefixes: one walk over the text, whatever their
 * number.
 *
 * <p>Bytes are numbered by their first occurrence in a prefix (0: in none). A node is a row of
 * shorts, the next node by a byte's number: 0 for none, {@link #END} where a prefix ends.
 */
public final class PrefixTrie implements TextMatcher {
  /** The most bytes that all prefixes together may have. */
  public static final int CAPACITY = 30_000;

  private static final short END = -1;

  private final byte[] numbers = new byte[256];
  private final int width;
  private final short[] nodes;
  private final boolean everything;

  /**
   * Builds the trie.
   *
   * @param prefixes with at most {@link #CAPACITY} bytes in all
   */
  public PrefixTrie(Collection<Text> prefixes) {
    everything = prefixes.stream().anyMatch(Text::isEmpty);
    width = number(prefixes) + 1;
    List<short[]> rows = new ArrayList<>();
    rows.add(new short[width]);
    if (!everything) {
      prefixes.forEach(prefix -> add(prefix, rows));
    }
    nodes = new short[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, nodes, i * width, width);
    }
  }

  /** Numbers the bytes in use; returns the largest number. */
  private int number(Collection<Text> prefixes) {
    int count = 0;
    for (Text prefix : prefixes) {
      for (byte b : prefix.toBytes()) {
        if (numbers[b & 0xff] == 0) {
          numbers[b & 0xff] = (byte) ++count;
        }
      }
    }
    if (count == 256) {
      throw new IllegalArgumentException("prefixes may use at most 255 different bytes");
    }
    return count;
  }

  private void add(Text prefix, List<short[]> rows) {
    short[] row = rows.get(0);
    for (int i = 0; i < prefix.length(); i++) {
      int number = numbers[prefix.at(i) & 0xff] & 0xff;
      if (row[number] == END) {
        return;
      }
      if (i == prefix.length() - 1) {
        row[number] = END;
      } else if (row[number] == 0) {
        row[number] = (short) rows.size();
        rows.add(new short[width]);
        row = rows.get(row[number]);
      } else {
        row = rows.get(row[number]);
      }
    }
  }

  @Override
  public boolean matches(Text text) {
    if (everything) {
      return true;
    }
    byte[] bytes = text.array();
    int end = text.offset() + text.length();
    int node = 0;
    for (int i = text.offset(); i < end; i++) {
      node = nodes[node * width + (numbers[bytes[i] & 0xff] & 0xff)];
      if (node <= 0) {
        return node == END;
      }
    }
    return false;
  }
}
