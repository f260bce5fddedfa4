package io.sentineledge.rules;

import java.util.Arrays;

/**
 * The text of a rule file, and where its lines begin. Lines end as in YAML: by a line feed, a
 * carriage return, or both.
 */
public final class SourceFile {
  private final String name;
  private final String text;
  private final int[] lines;
  private final int[] pairs;

  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.lines = lines(text);
    this.pairs = pairs(text);
  }

  private static int[] lines(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean last = i + 1 == text.length();
      if (c == '\n' || (c == '\r' && (last || text.charAt(i + 1) != '\n'))) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** Code point indices of the characters that take two {@code char}s. */
  private static int[] pairs(String text) {
    int[] found = new int[0];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 16 + 2 * count);
        }
        found[count] = i - count;
        count++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** Index of a code point, counted in {@code char}s. */
  int offset(int codePoint) {
    int found = Arrays.binarySearch(pairs, codePoint);
    return codePoint + (found >= 0 ? found : -found - 1);
  }

  /** The reverse of {@link #offset(int)}; the smaller the offset, the smaller the index. */
  private int codePoint(int offset) {
    int low = 0;
    int high = pairs.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pairs[middle] + middle < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return offset - low;
  }

  /** Line, from 1, of a {@code char} offset. */
  int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  Position position(int offset) {
    int line = line(offset);
    return new Position(name, line, codePoint(offset) - codePoint(lines[line - 1]) + 1);
  }

  /**
   * Code points of a line.
   *
   * @param line from 1
   * @param from column of the first, from 1
   * @param most how many at most; fewer where the line ends
   */
  int[] lineText(int line, int from, int most) {
    int at = offset(codePoint(lines[line - 1]) + from - 1);
    int[] points = new int[most];
    int count = 0;
    while (count < most
        && at < text.length()
        && text.charAt(at) != '\n'
        && text.charAt(at) != '\r') {
      points[count] = text.codePointAt(at);
      at += Character.charCount(points[count++]);
    }
    return Arrays.copyOf(points, count);
  }
}
