package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

/**
 * Has the kernel measure its BPF programs until it is closed, as {@code BPF_ENABLE_STATS} does for
 * whoever holds its descriptor: Java can't make that call, Python can.
 */
final class KernelStatistics implements AutoCloseable {
  private static final String PROGRAM =
      """
      import ctypes, os, sys
      attributes = (ctypes.c_uint32 * 1)(0)
      if ctypes.CDLL(None, use_errno=True).syscall(321, 32, attributes, 4) < 0:
          sys.exit(os.strerror(ctypes.get_errno()))
      print("on", flush=True)
      sys.stdin.read()
      """;

  private final Process process;

  KernelStatistics() throws IOException {
    process =
        new ProcessBuilder("python3", "-c", PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals("on", process.inputReader().readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
