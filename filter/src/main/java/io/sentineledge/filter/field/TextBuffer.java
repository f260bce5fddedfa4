package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a text in memory of its own, which is used again. */
final class TextBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Text text = new Text();
  private byte[] bytes = new byte[128];
  private int length;

  TextBuffer clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  /** What has been built, valid until the buffer is cleared. */
  Text text() {
    text.set(bytes, 0, length);
    return text;
  }

  TextBuffer append(Text value) {
    return append(value.array(), value.offset(), value.length());
  }

  TextBuffer append(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  TextBuffer append(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** A byte as it is. */
  TextBuffer append(byte value) {
    room(1);
    bytes[length++] = value;
    return this;
  }

  TextBuffer append(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      append(ascii.charAt(i));
    }
    return this;
  }

  TextBuffer append(long number) {
    if (number < 0) {
      append('-');
    }
    int start = length;
    long rest = number;
    do {
      append((byte) ('0' + Math.abs(rest % 10)));
      rest /= 10;
    } while (rest != 0);
    for (int i = start, j = length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return this;
  }

  /** Hexadecimal, without leading zeros. */
  TextBuffer appendHex(long number) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(number)) / 4);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      append(HEX[(int) (number >>> shift) & 15]);
    }
    return this;
  }

  /** An address; of several equally long runs of zero groups, the first is left out. */
  TextBuffer append(Address address) {
    if (address.isIpv4()) {
      long bits = address.low();
      return append(bits >>> 24 & 255)
          .append('.')
          .append(bits >>> 16 & 255)
          .append('.')
          .append(bits >>> 8 & 255)
          .append('.')
          .append(bits & 255);
    }
    int gap = -1;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = i;
      while (run < 8 && group(address, run) == 0) {
        run++;
      }
      if (run - i > gapLength) {
        gap = i;
        gapLength = run - i;
      }
    }
    boolean separate = false;
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        append(':').append(':');
        separate = false;
        i += gapLength - 1;
      } else {
        if (separate) {
          append(':');
        }
        appendHex(group(address, i));
        separate = true;
      }
    }
    return this;
  }

  private static long group(Address address, int index) {
    long word = index < 4 ? address.high() : address.low();
    return (word >>> (16 * (3 - (index & 3)))) & 0xffff;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
