package io.sentineledge.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number by which the kernel knows this process, which is the one in its records. In a PID
 * namespace of its own, such as a container's, a process has another one for itself, and that one
 * is some other process's on the machine.
 */
public final class OwnNumber {
  /** PROC_PID_INIT_INO of include/linux/proc_ns.h. */
  private static final String MACHINES_NAMESPACE = "pid:[4026531836]";

  /** BPF_PROG_TYPE_RAW_TRACEPOINT: it can be run on request, and use the helper, since 5.10. */
  private static final int RAW_TRACEPOINT = 17;

  /** struct bpf_prog_load_opts of libbpf 1.1. */
  private static final int LOAD_OPTIONS_BYTES = 104;

  /** struct bpf_test_run_opts of libbpf 1.1, and where its member retval is. */
  private static final int RUN_OPTIONS_BYTES = 80;

  private static final int RUN_OPTIONS_RETURNED = 56;

  /** r0 = bpf_get_current_pid_tgid(); r0 >>= 32; exit. */
  private static final long[] NUMBER = {14L << 32 | 0x85, 32L << 32 | 0x77, 0x95};

  private OwnNumber() {}

  /**
   * The number; where the kernel can't be asked for it, the one that this process has for itself.
   */
  public static int get() {
    return Answer.NUMBER;
  }

  /** The kernel is asked once. */
  private static final class Answer {
    static final int NUMBER = find();

    private static int find() {
      int asked = inNamespaceOfItsOwn() ? ask() : 0;
      return asked > 0 ? asked : (int) ProcessHandle.current().pid();
    }
  }

  private static boolean inNamespaceOfItsOwn() {
    try {
      Path namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      return !namespace.toString().equals(MACHINES_NAMESPACE);
    } catch (IOException e) {
      return false;
    }
  }

  /** 0 if the kernel does not answer: it is older, or capabilities are missing. */
  static int ask() {
    LibBpf lib = LibBpf.instance();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment load = scratch.allocate(LOAD_OPTIONS_BYTES, 8);
      load.set(ValueLayout.JAVA_LONG, 0, LOAD_OPTIONS_BYTES);
      int program =
          lib.loadProgram(
              RAW_TRACEPOINT,
              scratch.allocateFrom("se_number"),
              scratch.allocateFrom("Dual BSD/GPL"),
              scratch.allocateFrom(ValueLayout.JAVA_LONG, NUMBER),
              load);
      if (program < 0) {
        return 0;
      }
      try {
        MemorySegment run = scratch.allocate(RUN_OPTIONS_BYTES, 8);
        run.set(ValueLayout.JAVA_LONG, 0, RUN_OPTIONS_BYTES);
        return lib.runProgram(program, run) < 0
            ? 0
            : run.get(ValueLayout.JAVA_INT, RUN_OPTIONS_RETURNED);
      } finally {
        LibC.close(program);
      }
    }
  }
}
