package io.sentineledge.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parses IP addresses without looking up names. */
public final class IpParser {
  private static final int BYTES = 16;

  private IpParser() {}

  /** The 16 bytes of an address, an IPv4 one mapped to IPv6; null if the text is none. */
  public static byte @Nullable [] parse(String text) {
    byte[] bytes = new byte[BYTES];
    if (text.indexOf(':') < 0) {
      bytes[10] = -1;
      bytes[11] = -1;
      return ipv4(text, bytes, 12) ? bytes : null;
    }
    return ipv6(text, bytes) ? bytes : null;
  }

  private static boolean ipv4(String text, byte[] bytes, int at) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')
          || Integer.parseInt(part) > 255) {
        return false;
      }
      bytes[at + i] = (byte) Integer.parseInt(part);
    }
    return true;
  }

  private static boolean ipv6(String text, byte[] bytes) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = groups(gap < 0 ? "" : text.substring(gap + 2));
    if (head == null || tail == null) {
      return false;
    }
    int length = head.length + tail.length;
    if (gap < 0 ? length != BYTES : length > BYTES - 2) {
      return false;
    }
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(tail, 0, bytes, BYTES - tail.length, tail.length);
    return true;
  }

  /** The bytes of groups of hexadecimal digits, the last one possibly an IPv4 address. */
  private static byte @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    byte[] bytes = new byte[2 * parts.length + 2];
    int length = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (i == parts.length - 1 && part.indexOf('.') >= 0) {
        if (!ipv4(part, bytes, length)) {
          return null;
        }
        length += 4;
      } else if (part.isEmpty()
          || part.length() > 4
          || !part.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
        return null;
      } else {
        int group = Integer.parseInt(part, 16);
        bytes[length++] = (byte) (group >> 8);
        bytes[length++] = (byte) group;
      }
    }
    return length > BYTES ? null : Arrays.copyOf(bytes, length);
  }
}
