package io.sentineledge.kernel;

import io.sentineledge.kernel.Support.Inconclusive;
import io.sentineledge.kernel.Support.No;
import io.sentineledge.kernel.Support.Yes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Tries a program type with a program that returns 0 at once. */
enum ProgramProbe {
  RAW_TRACEPOINT_BTF(26, 23, "sys_exit", "btf_trace_sys_exit", true),
  TASK_ITERATOR(26, 28, "task", "bpf_iter_task", false),
  FENTRY(26, 24, "security_file_open", "security_file_open", true),
  LSM(29, 27, "file_open", "bpf_lsm_file_open", true);

  /** struct bpf_prog_load_opts of libbpf 1.1; later versions only append to it. */
  private static final int OPTIONS_BYTES = 104;

  private static final int OPTIONS_ATTACH_TYPE = 12;
  private static final int OPTIONS_ATTACH_BTF_ID = 32;

  /** r0 = 0; exit. */
  private static final long[] RETURN_0 = {0xb7, 0x95};

  private final int programType;
  private final int attachType;
  private final String target;
  private final String type;
  private final boolean attaches;

  /**
   * @param programType enum bpf_prog_type
   * @param attachType enum bpf_attach_type
   * @param type the function or typedef of the target in the kernel's types
   * @param attaches whether it can be attached without a further argument
   */
  ProgramProbe(int programType, int attachType, String target, String type, boolean attaches) {
    this.programType = programType;
    this.attachType = attachType;
    this.target = target;
    this.type = type;
    this.attaches = attaches;
  }

  Support run(LibBpf lib, Btf kernel) {
    try (Arena scratch = Arena.ofConfined()) {
      int btfId = kernel.idOfFunctionOrTypedef(type);
      if (btfId == 0) {
        return new No("the kernel has no " + target + " to attach to");
      }
      MemorySegment options = scratch.allocate(OPTIONS_BYTES, 8);
      options.set(ValueLayout.JAVA_LONG, 0, OPTIONS_BYTES);
      options.set(ValueLayout.JAVA_INT, OPTIONS_ATTACH_TYPE, attachType);
      options.set(ValueLayout.JAVA_INT, OPTIONS_ATTACH_BTF_ID, btfId);
      int fd =
          lib.loadProgram(
              programType,
              scratch.allocateFrom("se_probe"),
              scratch.allocateFrom("Dual BSD/GPL"),
              scratch.allocateFrom(ValueLayout.JAVA_LONG, RETURN_0),
              options);
      if (fd < 0) {
        return refusal("load", -fd);
      }
      try {
        return attaches ? attach(lib, fd) : new Yes("");
      } finally {
        LibC.close(fd);
      }
    }
  }

  private static Support attach(LibBpf lib, int program) {
    int link = lib.attachByType(program);
    if (link < 0) {
      return refusal("attach", -link);
    }
    LibC.close(link);
    return new Yes("");
  }

  /** Capabilities were looked at before, so even EPERM is an answer about the kernel. */
  private static Support refusal(String step, int errno) {
    String reason = "the kernel refuses to " + step + " one: " + Errno.describe(errno);
    return errno == Errno.EAGAIN ? new Inconclusive(reason) : new No(reason);
  }
}
