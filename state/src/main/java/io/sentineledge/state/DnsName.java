package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.util.Arrays;

/**
 * A domain name of a DNS message, as text to be set again and again: small letters, no dot at the
 * end; dots and backslashes within a label with a backslash, other bytes that are not visible as
 * {@code \DDD}, as in zone files (RFC 1035, RFC 4343).
 */
final class DnsName {
  /** Longest text of a name of a host: those have at most 253 characters. */
  static final int MOST = 255;

  /** Longest text of any name, each byte of which is escaped. */
  static final int MOST_ESCAPED = 4 * MOST;

  private static final int POINTER = 0xc0;
  private static final int LONGEST_LABEL = 63;
  private static final int FIRST_VISIBLE = 0x21;
  private static final int LAST_VISIBLE = 0x7e;

  private final byte[] text;
  private int length;

  /**
   * @param most bytes of its text: longer names are not read
   */
  DnsName(int most) {
    text = new byte[most];
  }

  /**
   * Reads a name. Each pointer must lead to before what has been read so far, so that no packet
   * makes a loop.
   *
   * @param begin of the message
   * @param end of the message
   * @return where the name ends, or -1 if it is not sound or too long
   */
  int read(byte[] bytes, int begin, int at, int end) {
    length = 0;
    int lowest = at;
    int after = -1;
    while (at < end) {
      int size = bytes[at] & 0xff;
      if (size == 0) {
        return after < 0 ? at + 1 : after;
      }
      if (size >= POINTER) {
        if (at + 1 >= end) {
          return -1;
        }
        int target = begin + (((size & ~POINTER) << 8) | (bytes[at + 1] & 0xff));
        if (target >= lowest) {
          return -1;
        }
        after = after < 0 ? at + 2 : after;
        lowest = target;
        at = target;
      } else {
        if (size > LONGEST_LABEL || at + size >= end || !label(bytes, at + 1, size)) {
          return -1;
        }
        at += 1 + size;
      }
    }
    return -1;
  }

  private boolean label(byte[] bytes, int at, int size) {
    boolean fits = length == 0 || append('.');
    for (int i = 0; i < size && fits; i++) {
      int value = bytes[at + i] & 0xff;
      if (value == '.' || value == '\\') {
        fits = append('\\') && append(value);
      } else if (value < FIRST_VISIBLE || value > LAST_VISIBLE) {
        fits =
            append('\\')
                && append('0' + value / 100)
                && append('0' + value / 10 % 10)
                && append('0' + value % 10);
      } else {
        fits = append(value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value);
      }
    }
    return fits;
  }

  private boolean append(int value) {
    if (length == text.length) {
      return false;
    }
    text[length++] = (byte) value;
    return true;
  }

  void set(DnsName other) {
    System.arraycopy(other.text, 0, text, 0, other.length);
    length = other.length;
  }

  boolean is(DnsName other) {
    return Arrays.equals(text, 0, length, other.text, 0, other.length);
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Points a text at this name, until it is read again. */
  void toText(Text to) {
    to.set(text, 0, length);
  }

  /** A value of its own. */
  Text toText() {
    return Text.of(Arrays.copyOf(text, length));
  }
}
