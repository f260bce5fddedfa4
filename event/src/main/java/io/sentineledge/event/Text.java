package io.sentineledge.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string of bytes as the kernel holds it: any bytes but zero, mostly but not always UTF-8.
 * Comparisons are by byte.
 *
 * <p>One class serves two uses. {@link #of} makes a value that is never changed. A reader's own
 * instances are set again for each event, so that naming a file allocates nothing: such an instance
 * is valid until the reader moves on, and {@link #copy} keeps it. Not safe for use by several
 * threads while it is being set.
 */
public final class Text {
  private static final byte[] NONE = {};

  /** No bytes. */
  public static final Text EMPTY = new Text();

  private byte[] bytes = NONE;
  private int offset;
  private int length;

  /** An instance to be set later. */
  public Text() {}

  /** A value with the UTF-8 bytes of a string. */
  public static Text of(String value) {
    return of(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A value that takes the array over. */
  public static Text of(byte[] value) {
    Text text = new Text();
    text.set(value, 0, value.length);
    return text;
  }

  /** Points this instance at bytes that it does not own. */
  public void set(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  /** A value of its own with the same bytes. */
  public Text copy() {
    return of(toBytes());
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at an index from 0 to length - 1; not checked beyond the array's own bounds. */
  public byte at(int index) {
    return bytes[offset + index];
  }

  /** The array that holds the bytes, from {@link #offset}; for reading only. */
  public byte[] array() {
    return bytes;
  }

  /** Index of the first byte in {@link #array}. */
  public int offset() {
    return offset;
  }

  public boolean startsWith(Text prefix) {
    return length >= prefix.length && matches(offset, prefix);
  }

  public boolean endsWith(Text suffix) {
    return length >= suffix.length && matches(offset + length - suffix.length, suffix);
  }

  public boolean contains(Text part) {
    return indexOf(part) >= 0;
  }

  /** Index of the first occurrence, or -1. */
  public int indexOf(Text part) {
    if (part.length == 0) {
      return 0;
    }
    byte first = part.bytes[part.offset];
    int last = offset + length - part.length;
    for (int i = offset; i <= last; i++) {
      if (bytes[i] == first && matches(i, part)) {
        return i - offset;
      }
    }
    return -1;
  }

  /** Index of the first such byte at or after an index, or -1. */
  public int indexOf(byte value, int from) {
    for (int i = from; i < length; i++) {
      if (bytes[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Index of the last such byte, or -1. */
  public int lastIndexOf(byte value) {
    for (int i = length - 1; i >= 0; i--) {
      if (bytes[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(int from, Text other) {
    return Arrays.equals(
        bytes, from, from + other.length, other.bytes, other.offset, other.offset + other.length);
  }

  /** The bytes from one index up to another as a value of its own. */
  public Text substring(int from, int to) {
    return of(Arrays.copyOfRange(bytes, offset + from, offset + to));
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text text && length == text.length && matches(offset, text);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset, end = offset + length; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /**
   * The bytes as UTF-8, with each byte that is no part of valid UTF-8 as {@code \xNN}. Control
   * characters are kept: see the output module for what may reach a terminal.
   */
  @Override
  public String toString() {
    return Utf8.decode(bytes, offset, length);
  }
}
