package io.sentineledge.fuzz;

import java.lang.management.ManagementFactory;

/** What one input may cost, whatever is in it: a second of the processor, 256 MiB of allocation. */
final class Limits {
  private static final long NANOS = 1_000_000_000L;
  private static final long BYTES = 256L << 20;

  private static final com.sun.management.ThreadMXBean THREAD =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Reads an input; throws nothing but what is a finding. */
  interface Reader {
    void read(byte[] input) throws Exception;
  }

  /** A limit was passed. */
  static final class TooMuch extends AssertionError {
    private static final long serialVersionUID = 1;

    TooMuch(String message) {
      super(message);
    }
  }

  private Limits() {}

  /**
   * Runs a reader on the calling thread; once more if it took long, since classes are loaded and
   * compiled the first time.
   *
   * @throws TooMuch if it used too much
   */
  static void check(Reader reader, byte[] input) throws Exception {
    try {
      measure(reader, input);
    } catch (TooMuch e) {
      measure(reader, input);
    }
  }

  private static void measure(Reader reader, byte[] input) throws Exception {
    long nanos = THREAD.getCurrentThreadCpuTime();
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    reader.read(input);
    bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
    nanos = THREAD.getCurrentThreadCpuTime() - nanos;
    if (nanos > NANOS) {
      throw new TooMuch("took %,d ms of the processor".formatted(nanos / 1_000_000));
    }
    if (bytes > BYTES) {
      throw new TooMuch("allocated %,d bytes".formatted(bytes));
    }
  }
}
