package io.sentineledge.output;

import java.io.IOException;

/** A place that alerts go to. Called by the output thread alone. */
public interface AlertSink {
  /** For messages: which sink this is. */
  String name();

  /**
   * Writes an alert, with how many it stands for, all of it, before it returns.
   *
   * @throws IOException if it could not be written; the alert then counts as dropped
   */
  void write(Sighting sighting) throws IOException;
}
