package io.sentineledge.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output of a command whose result is what it prints: remembers that this could not be
 * written, since those who print to a {@link java.io.PrintWriter} never learn it. For any thread.
 */
final class ResultStream extends OutputStream {
  private final OutputStream out;
  private volatile @Nullable IOException failure;

  ResultStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int offset, int length) throws IOException {
    try {
      out.write(octets, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Why not all was written. That nobody reads it any more, as under {@code | head}, is no failure.
   */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure).filter(e -> !"Broken pipe".equals(e.getMessage()));
  }
}
