package io.sentineledge.rules.scenario;

import io.sentineledge.rules.Location;
import java.net.InetAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field in a description.
 *
 * @param text as written; the items joined by blanks if it is a list
 * @param list the items of a list, or null
 */
record Value(String text, @Nullable List<String> list, Location location) {
  private static final long SECOND = 1_000_000_000L;
  private static final Pattern SPAN = Pattern.compile("(\\d{1,18})(ns|us|ms|s|m|h|d)?");
  private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          SECOND,
          "m",
          60 * SECOND,
          "h",
          3600 * SECOND,
          "d",
          86_400 * SECOND);

  /** What is wrong with a value. */
  static final class BadValue extends Exception {
    final @Nullable String suggestion;

    BadValue(String message, @Nullable String suggestion) {
      super(message);
      this.suggestion = suggestion;
    }
  }

  /** A whole number, decimal, hexadecimal after 0x, or octal after 0. */
  long number() throws BadValue {
    try {
      return Long.decode(text.strip());
    } catch (NumberFormatException e) {
      throw new BadValue("'" + text + "' is no whole number", "Write it as 3, -2, 0x1f or 0644.");
    }
  }

  /** A number from 0 to a limit. */
  int number(long most) throws BadValue {
    long number = number();
    if (number < 0 || number > most) {
      throw new BadValue("'" + text + "' is not between 0 and " + most, null);
    }
    return (int) number;
  }

  boolean flag() throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadValue("'" + text + "' is no truth value", "Write true or false.");
    };
  }

  /** One of some words, by its index. */
  int word(List<String> words) throws BadValue {
    int index = words.indexOf(text);
    if (index < 0) {
      throw new BadValue(
          "'" + text + "' is not known here", "Write one of " + String.join(", ", words) + ".");
    }
    return index;
  }

  /** A number, or names joined by | or blanks. */
  long flags(NamesOfBits names) throws BadValue {
    if (!text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-')) {
      return number();
    }
    long bits = 0;
    for (String name : text.split("[|\\s]+")) {
      OptionalLong value = name.isEmpty() ? OptionalLong.of(0) : names.value(name);
      if (value.isEmpty()) {
        throw new BadValue("'" + name + "' is no known flag", names.suggestion(name));
      }
      bits |= value.getAsLong();
    }
    return bits;
  }

  /** Names of bits, for {@link #flags}. */
  interface NamesOfBits {
    OptionalLong value(String name);

    @Nullable String suggestion(String name);
  }

  /** A point in time, ns since 1970: that number, or RFC 3339. */
  long time() throws BadValue {
    try {
      if (text.matches("\\d+")) {
        return number();
      }
      Instant instant = Instant.parse(text);
      return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new BadValue(
          "'" + text + "' is no time", "Write it as 2026-01-31T12:00:00.5Z, or in ns since 1970.");
    }
  }

  /** A span of time, ns: a number, with a unit if it is not ns. */
  long span() throws BadValue {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new BadValue("'" + text + "' is no span of time", "Write it as 500ms, 10s or 2h.");
    }
    String unit = matcher.group(2);
    try {
      return Math.multiplyExact(
          Long.parseLong(matcher.group(1)), UNITS.getOrDefault(unit == null ? "ns" : unit, 1L));
    } catch (ArithmeticException e) {
      throw new BadValue("'" + text + "' is too long a time", null);
    }
  }

  /** The bytes of an address, 4 or 16. */
  byte[] address() throws BadValue {
    try {
      if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
      boolean mapped = text.toLowerCase(Locale.ROOT).startsWith("::ffff:");
      byte[] bytes = InetAddress.ofLiteral(text).getAddress();
      return mapped && bytes.length == 4 ? mapped(bytes) : bytes;
    } catch (IllegalArgumentException e) {
      throw new BadValue("'" + text + "' is no address", "Write it as 10.0.0.1 or fe80::1.");
    }
  }

  private static byte[] mapped(byte[] bytes) {
    byte[] all = new byte[16];
    all[10] = -1;
    all[11] = -1;
    System.arraycopy(bytes, 0, all, 12, 4);
    return all;
  }

  /** Another text in the same place. */
  Value with(String other) {
    return new Value(other, null, location);
  }

  /** The items of a list, or the words of a text; none of an empty one. */
  List<String> words() {
    return list != null ? list : text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
