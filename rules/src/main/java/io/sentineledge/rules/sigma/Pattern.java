package io.sentineledge.rules.sigma;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A text value of a rule: bytes, and the wildcards between them. Immutable.
 *
 * <p>{@code *} stands for any bytes and {@code ?} for one. A backslash before one of them, or
 * before a backslash, takes its meaning away; before anything else it is a plain backslash.
 */
final class Pattern {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] symbols;

  private Pattern(int[] symbols) {
    this.symbols = symbols;
  }

  /** How a value is to be compared. */
  enum Shape {
    /** Whatever the value. */
    EVERYTHING,
    EQUAL,
    PREFIX,
    SUFFIX,
    PART,
    GLOB
  }

  /** Reads a value as it is written. */
  static Pattern parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    int count = 0;
    int i = 0;
    while (i < bytes.length) {
      byte b = bytes[i++];
      if (b == '\\' && i < bytes.length && isSpecial(bytes[i])) {
        symbols[count++] = bytes[i++] & 0xff;
      } else {
        symbols[count++] = b == '*' ? ANY : b == '?' ? ONE : b & 0xff;
      }
    }
    return new Pattern(Arrays.copyOf(symbols, count));
  }

  private static boolean isSpecial(byte b) {
    return b == '\\' || b == '*' || b == '?';
  }

  /** A text without wildcards. */
  static Pattern literal(byte[] bytes) {
    int[] symbols = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = bytes[i] & 0xff;
    }
    return new Pattern(symbols);
  }

  static Pattern literal(String text) {
    return literal(text.getBytes(StandardCharsets.UTF_8));
  }

  boolean hasWildcards() {
    return Arrays.stream(symbols).anyMatch(symbol -> symbol < 0);
  }

  int length() {
    return symbols.length;
  }

  /** A byte, 0 to 255; less than 0 for a wildcard. */
  int at(int index) {
    return symbols[index];
  }

  /** Index of a byte at or behind a place, or -1. */
  int indexOf(char ascii, int from) {
    for (int i = from; i < symbols.length; i++) {
      if (symbols[i] == ascii) {
        return i;
      }
    }
    return -1;
  }

  /** The bytes of a stretch without wildcards, as text. */
  String text(int from, int end) {
    return new String(bytes(from, end), StandardCharsets.UTF_8);
  }

  /** Something else in the place of a stretch. */
  Pattern replaced(int from, int end, Pattern by) {
    int[] result = new int[symbols.length - (end - from) + by.symbols.length];
    System.arraycopy(symbols, 0, result, 0, from);
    System.arraycopy(by.symbols, 0, result, from, by.symbols.length);
    System.arraycopy(symbols, end, result, from + by.symbols.length, symbols.length - end);
    return new Pattern(result);
  }

  /** The same with any bytes before it, behind it, or both. */
  Pattern widened(boolean before, boolean behind) {
    int length = symbols.length;
    boolean first = before && (length == 0 || symbols[0] != ANY);
    boolean last = behind && (length == 0 || symbols[length - 1] != ANY);
    int[] wide = new int[length + (first ? 1 : 0) + (last ? 1 : 0)];
    Arrays.fill(wide, ANY);
    System.arraycopy(symbols, 0, wide, first ? 1 : 0, length);
    return new Pattern(wide);
  }

  /** Each stretch without wildcards through a function. */
  Pattern mapped(Function<byte[], Pattern> function) {
    IntStream.Builder result = IntStream.builder();
    int i = 0;
    while (i < symbols.length) {
      if (symbols[i] < 0) {
        result.add(symbols[i++]);
      } else {
        int end = stretch(i);
        for (int symbol : function.apply(bytes(i, end)).symbols) {
          result.add(symbol);
        }
        i = end;
      }
    }
    return new Pattern(result.build().toArray());
  }

  /** In another encoding. */
  Pattern encoded(Charset charset) {
    return mapped(bytes -> literal(new String(bytes, StandardCharsets.UTF_8).getBytes(charset)));
  }

  private int stretch(int from) {
    int end = from;
    while (end < symbols.length && symbols[end] >= 0) {
      end++;
    }
    return end;
  }

  private byte[] bytes(int from, int end) {
    byte[] bytes = new byte[end - from];
    for (int i = from; i < end; i++) {
      bytes[i - from] = (byte) symbols[i];
    }
    return bytes;
  }

  /** All bytes of a pattern without wildcards. */
  byte[] bytes() {
    return bytes(0, symbols.length);
  }

  Shape shape() {
    int start = start();
    int end = end();
    if (start >= end) {
      return symbols.length == 0 ? Shape.EQUAL : Shape.EVERYTHING;
    }
    if (stretch(start) < end) {
      return Shape.GLOB;
    }
    boolean before = start > 0;
    boolean behind = end < symbols.length;
    return before ? behind ? Shape.PART : Shape.SUFFIX : behind ? Shape.PREFIX : Shape.EQUAL;
  }

  private int start() {
    int start = 0;
    while (start < symbols.length && symbols[start] == ANY) {
      start++;
    }
    return start;
  }

  private int end() {
    int end = symbols.length;
    while (end > 0 && symbols[end - 1] == ANY) {
      end--;
    }
    return end;
  }

  /**
   * The bytes without the wildcards at both ends, or the whole as a glob if the shape is one.
   *
   * @return null if the bytes are no text
   */
  @Nullable String text() {
    boolean glob = shape() == Shape.GLOB;
    int start = glob ? 0 : start();
    int end = glob ? symbols.length : Math.max(start, end());
    byte[] bytes = new byte[2 * (end - start)];
    int count = 0;
    for (int i = start; i < end; i++) {
      int symbol = symbols[i];
      if (symbol < 0) {
        bytes[count++] = (byte) (symbol == ANY ? '*' : '?');
        continue;
      }
      if (glob && "*?[]\\".indexOf(symbol) >= 0) {
        bytes[count++] = '\\';
      }
      bytes[count++] = (byte) symbol;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, count))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
