package io.sentineledge.output;

import java.io.IOException;
import java.util.List;

/** A place that formatted alerts go to. Used by one thread at a time, that of a {@link Sender}. */
public interface RecordSink extends AutoCloseable {
  /**
   * Hands over records, all of them.
   *
   * @throws RefusedException if some will never be taken, and all others were
   * @throws IncompleteException if some were dealt with; the others come again later
   * @throws IOException otherwise, if any was not taken; all are handed over again later
   */
  void write(List<byte[]> records) throws IOException;

  /** Frees what is held; the next write opens it again. */
  @Override
  void close();
}
