package io.sentineledge.rules;

import java.util.Arrays;

/**
 * The text of a rule file, and where its lines begin. Lines end as in YAML: by a line feed, a
 * carriage return, or both.
 */
final class SourceFile {
  private final String name;
  private final String text;
  private final int[] lines;
  private final int[] pairs;

  SourceFile(String name, String text) {
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

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** Index of a code point, counted in {@code char}s. */
  int offset(int codePoint) {
    int found = Arrays.binarySearch(pairs, codePoint);
    return codePoint + (found >= 0 ? found : -found - 1);
  }

  /** Line, from 1, of a {@code char} offset. */
  int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  Position position(int offset) {
    int line = line(offset);
    return new Position(name, line, text.codePointCount(lines[line - 1], offset) + 1);
  }

  /** The text of a line, from 1, without its end. */
  String lineText(int line) {
    int start = lines[line - 1];
    int end = start;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return text.substring(start, end);
  }
}
