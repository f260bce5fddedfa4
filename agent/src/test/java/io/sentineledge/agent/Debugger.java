package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Halts one thread of a process as debuggers do, and lets it go on when it is closed: Java has no
 * ptrace, Python has one.
 */
final class Debugger implements AutoCloseable {
  /**
   * PTRACE_SEIZE and PTRACE_INTERRUPT until the thread is found in a wait of the kernel's, not in
   * the middle of Java code: there, the JVM itself would wait for it.
   */
  private static final String PROGRAM =
      """
      import ctypes, os, sys, time
      libc = ctypes.CDLL(None, use_errno=True)
      thread = int(sys.argv[1])
      def ptrace(request):
          zero = ctypes.c_void_p(0)
          if libc.ptrace(ctypes.c_long(request), ctypes.c_long(thread), zero, zero) != 0:
              sys.exit(os.strerror(ctypes.get_errno()))
      ptrace(0x4206)
      while True:
          ptrace(0x4207)
          os.waitpid(thread, 0x40000000)
          if open('/proc/%d/syscall' % thread).read().split()[0] in ('232', '281'):
              break
          ptrace(7)
          time.sleep(0.005)
      print("halted", flush=True)
      sys.stdin.read()
      """;

  private final Process process;

  /**
   * Halts it.
   *
   * @param pid whose thread it is
   * @param thread its name
   */
  Debugger(long pid, String thread) throws IOException {
    long found;
    try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      List<Path> named =
          tasks
              .filter(task -> AgentFixture.read(task.resolve("comm")).strip().equals(thread))
              .toList();
      assertEquals(1, named.size(), thread);
      found = Long.parseLong(named.getFirst().getFileName().toString());
    }
    process =
        new ProcessBuilder("python3", "-c", PROGRAM, "" + found)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader();
    assertEquals("halted", lines.readLine());
  }

  /** The kernel lets go of the threads of a debugger that ends. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
