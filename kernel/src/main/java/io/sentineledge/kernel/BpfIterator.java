package io.sentineledge.kernel;

import java.lang.foreign.MemorySegment;

/** One run of an iterator program: the bytes that it writes, as a stream. */
public final class BpfIterator implements AutoCloseable {
  private final String program;
  private final int fd;
  private boolean closed;

  BpfIterator(String program, int fd) {
    this.program = program;
    this.fd = fd;
  }

  /**
   * Reads the next bytes into the start of the buffer. What the program writes in one go may be
   * spread over several reads.
   *
   * @return the number of bytes; 0 at the end
   * @throws KernelException where the kernel refuses
   */
  public int read(MemorySegment buffer) {
    long count;
    do {
      count = LibC.read(fd, buffer);
      // EAGAIN: the kernel visited its limit of objects without output and wants to be called again
    } while (count == -Errno.EINTR || count == -Errno.EAGAIN);
    if (count < 0) {
      throw LibC.failed("reading the iterator " + program, (int) -count);
    }
    return (int) count;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LibC.close(fd);
    }
  }
}
