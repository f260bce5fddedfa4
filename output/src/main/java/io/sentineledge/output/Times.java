package io.sentineledge.output;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time, given in ns since 1970, as text. */
public final class Times {
  private static final long SECOND = 1_000_000_000;
  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private Times() {}

  /** UTC, to the nanosecond. */
  public static String rfc3339(long nanos) {
    return RFC3339.format(instant(nanos));
  }

  /** Time of the day, to the millisecond. */
  public static String clock(long nanos, ZoneId zone) {
    return CLOCK.format(instant(nanos).atZone(zone));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
