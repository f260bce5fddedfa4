package io.sentineledge.filter.field;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a number is written in text; as JSON it is always the number. */
public enum Display {
  DECIMAL("", true),
  /** Time of day, local, with nanoseconds. */
  CLOCK("HH:mm:ss.nnnnnnnnn", true),
  CLOCK_SECONDS("HH:mm:ss", true),
  /** Date and time of day, local, with nanoseconds. */
  DATE_CLOCK("yyyy-MM-dd HH:mm:ss.nnnnnnnnn", true),
  DATE_CLOCK_SECONDS("yyyy-MM-dd HH:mm:ss", true),
  /** Date and time, UTC, with nanoseconds. */
  ISO8601("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'+0000'", false);

  private static final long SECOND = 1_000_000_000L;

  private final String pattern;
  private final boolean local;

  Display(String pattern, boolean local) {
    this.pattern = pattern;
    this.local = local;
  }

  /** The text of a number; for the times of day, of nanoseconds since 1970. */
  public String text(long value) {
    if (this == DECIMAL) {
      return Long.toString(value);
    }
    Instant instant =
        Instant.ofEpochSecond(Math.floorDiv(value, SECOND), Math.floorMod(value, SECOND));
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withZone(local ? ZoneId.systemDefault() : ZoneOffset.UTC)
        .format(instant);
  }
}
