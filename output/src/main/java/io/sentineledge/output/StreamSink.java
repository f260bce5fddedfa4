package io.sentineledge.output;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes alerts to a stream, such as standard output: each with one call, so that lines stay whole
 * where several processes write to one pipe.
 */
public final class StreamSink implements AlertSink {
  private final String name;
  private final AlertFormat format;
  private final OutputStream out;

  /**
   * @param out without a buffer of its own
   */
  public StreamSink(String name, AlertFormat format, OutputStream out) {
    this.name = name;
    this.format = format;
    this.out = out;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void write(Sighting sighting) throws IOException {
    out.write(format.format(sighting));
  }
}
