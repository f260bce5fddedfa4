package io.sentineledge.sensor.capture;

import org.jspecify.annotations.Nullable;

/** A capture cannot be written or read; the message says why and what to do about it. */
public final class CaptureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CaptureException(String message) {
    super(message);
  }

  CaptureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
