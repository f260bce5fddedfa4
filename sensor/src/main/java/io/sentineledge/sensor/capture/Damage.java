package io.sentineledge.sensor.capture;

import java.util.Locale;

/**
 * A part of a capture that was left out.
 *
 * @param offset where it begins in the file, bytes
 * @param bytes how long it is
 * @param reason what is wrong with it
 */
public record Damage(long offset, long bytes, String reason) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "at byte %,d: %s; %,d bytes skipped", offset, reason, bytes);
  }
}
