package io.sentineledge.output;

import io.sentineledge.detect.Alert;

/** How an alert is written: lines of UTF-8, each ended by a line feed. Used by one thread. */
public interface AlertFormat {
  /** An alert with how many it stands for. */
  byte[] format(Sighting sighting);

  /** An alert that stands for itself. */
  default byte[] format(Alert alert) {
    return format(Sighting.of(alert));
  }
}
