package io.sentineledge.kernel;

/** An attachment. Closing it detaches the program. */
public final class BpfLink implements AutoCloseable {
  private final LibBpf lib;
  private final long handle;
  private final String program;
  private boolean closed;

  BpfLink(LibBpf lib, long handle, String program) {
    this.lib = lib;
    this.handle = handle;
    this.program = program;
  }

  /** The name of the attached program. */
  public String program() {
    return program;
  }

  /**
   * Starts a run of an iterator program ({@code iter/...}); the program runs as the result is read.
   *
   * @throws KernelException where the kernel refuses
   */
  public BpfIterator iterate() {
    int fd = lib.createIterator(lib.linkFd(handle));
    if (fd < 0) {
      throw LibC.failed("starting the iterator " + program, -fd);
    }
    return new BpfIterator(program, fd);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      int result = lib.destroyLink(handle);
      if (result != 0) {
        throw LibC.failed("detaching the program " + program, -result);
      }
    }
  }
}
