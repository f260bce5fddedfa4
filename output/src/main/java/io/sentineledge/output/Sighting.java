package io.sentineledge.output;

import io.sentineledge.detect.Alert;

/**
 * What an output tells: an alert, and how many like it it stands for.
 *
 * @param alert the last of them
 * @param count how many, itself included; at least 1
 * @param first time of the first one, ns since 1970
 * @param last time of the last one
 */
public record Sighting(Alert alert, long count, long first, long last) {
  /** An alert that stands for itself. */
  public static Sighting of(Alert alert) {
    return new Sighting(alert, 1, alert.time(), alert.time());
  }

  /** The same with one more, whose time may be any. */
  Sighting with(Alert next) {
    return new Sighting(next, count + 1, Math.min(first, next.time()), Math.max(last, next.time()));
  }

  /** How often and when, for people. */
  String times() {
    return "%d times from %s to %s".formatted(count, Times.rfc3339(first), Times.rfc3339(last));
  }

  /** Whether it stands for more than one. */
  boolean isFolded() {
    return count > 1;
  }
}
