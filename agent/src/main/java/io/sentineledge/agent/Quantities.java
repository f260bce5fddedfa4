package io.sentineledge.agent;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit, as options take them. */
final class Quantities {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)");
  private static final int KIBI = 1024;

  private Quantities() {}

  /** {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d}; more than nothing. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Matcher matcher = TIME.matcher(text);
      if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
        throw new TypeConversionException(
            "'" + text + "' is not a time: give a number and a unit, such as 10s, 2m or 1h");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  /** Bytes: {@code 4096}, {@code 64K}, {@code 500M}, {@code 2G}; units are powers of 1024. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
      if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
        throw new TypeConversionException(
            "'" + text + "' is not a size: give a number of bytes, or with a unit, such as 500M");
      }
      String unit = matcher.group(2);
      long factor = 1;
      for (int i = unit.isEmpty() ? 0 : "KMGT".indexOf(unit) + 1; i > 0; i--) {
        factor *= KIBI;
      }
      try {
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
      } catch (ArithmeticException e) {
        throw new TypeConversionException("'" + text + "' is too large a size");
      }
    }
  }
}
