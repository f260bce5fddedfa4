package io.sentineledge.output;

import io.sentineledge.detect.Alert;

/** How an alert is written: lines of UTF-8, each ended by a line feed. Used by one thread. */
public interface AlertFormat {
  byte[] format(Alert alert);
}
