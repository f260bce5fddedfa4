package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** One small file of /proc at a time, and what its formats have in common: see proc(5). */
final class ProcFile {
  private static final int CAPACITY = 64 << 10;

  private final byte[] buffer = new byte[CAPACITY];
  private int length;

  /** Reads a file into the buffer; false if it cannot be read or is empty. */
  boolean read(Path file) {
    length = 0;
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      while (length < CAPACITY) {
        int count = in.read(buffer, length, CAPACITY - length);
        if (count <= 0) {
          break;
        }
        length += count;
      }
    } catch (IOException e) {
      return false;
    }
    return length > 0;
  }

  /** The whole file. */
  Text content() {
    return Text.of(Arrays.copyOf(buffer, length));
  }

  /**
   * The name in a stat file: between the first and the last parenthesis, since it may hold both.
   */
  Text comm() {
    int from = 0;
    while (from < length && buffer[from] != '(') {
      from++;
    }
    return Text.of(Arrays.copyOfRange(buffer, from + 1, Math.max(from + 1, afterComm() - 2)));
  }

  /** The state in a stat file: R, S, Z and so on. */
  char state() {
    int at = afterComm();
    return at < length ? (char) buffer[at] : '?';
  }

  /** The decimal number that the file begins with. */
  long number() {
    return digits(0, 10);
  }

  /** Index of the third field of a stat file. */
  private int afterComm() {
    int at = length - 1;
    while (at > 0 && buffer[at] != ')') {
      at--;
    }
    return at + 2;
  }

  /** A field of a stat file by its number in proc(5), from 4 on. */
  long field(int number) {
    int at = afterComm();
    for (int i = 3; i < number; i++) {
      while (at < length && buffer[at] != ' ') {
        at++;
      }
      at++;
    }
    return digits(at, 10);
  }

  /**
   * A value of a status file.
   *
   * @param column which of the line's values, from 0; -1: the last
   */
  long value(String key, int column, int radix) {
    int at = 0;
    while (at < length && !startsWith(at, key)) {
      while (at < length && buffer[at] != '\n') {
        at++;
      }
      at++;
    }
    at += key.length();
    long value = 0;
    for (int i = 0; i <= column || column < 0; i++) {
      while (at < length && (buffer[at] == '\t' || buffer[at] == ' ')) {
        at++;
      }
      if (at >= length || buffer[at] == '\n') {
        break;
      }
      value = digits(at, radix);
      while (at < length && buffer[at] > ' ') {
        at++;
      }
    }
    return value;
  }

  private boolean startsWith(int at, String key) {
    for (int i = 0; i < key.length(); i++) {
      if (at + i >= length || buffer[at + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private long digits(int from, int radix) {
    int at = from;
    boolean negative = at < length && buffer[at] == '-';
    at += negative ? 1 : 0;
    long value = 0;
    for (; at < length; at++) {
      int digit = Character.digit(buffer[at], radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
    }
    return negative ? -value : value;
  }
}
