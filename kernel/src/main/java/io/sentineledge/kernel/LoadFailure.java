package io.sentineledge.kernel;

import io.sentineledge.kernel.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why an object was not loaded, from libbpf's warnings and the state of this machine. */
final class LoadFailure {
  private static final Pattern PROGRAM =
      Pattern.compile("^libbpf: prog '([^']+)': (.*)", Pattern.DOTALL);

  private static final String PRIVILEGE =
      "Run as root, or grant the capabilities to the file that is started: setcap"
          + " cap_bpf,cap_perfmon+ep FILE.";

  private LoadFailure() {}

  static KernelException ofObject(String object, int errno, List<String> warnings) {
    String hint = warnings.isEmpty() ? "" : ": " + text(warnings.getLast());
    return new KernelException(
        Code.OBJECT_INVALID,
        errno,
        "The BPF object " + object + " cannot be opened: " + Errno.describe(errno) + hint,
        "Build or install it again.");
  }

  static KernelException diagnose(
      LibBpf lib, String object, int errno, String verifierLog, List<String> warnings) {
    if (!Files.exists(Btf.KERNEL)) {
      return noKernelBtf(errno);
    }
    if (errno == Errno.EPERM || (errno == Errno.EACCES && verifierLog.isEmpty())) {
      List<Capability> missing = Capability.missingForBpf();
      if (!missing.isEmpty()) {
        return permission(errno, "this process lacks " + Capability.join(missing), PRIVILEGE);
      }
      if (Capability.inUserNamespace()) {
        return permission(errno, "the capabilities of a user namespace do not count", PRIVILEGE);
      }
      Memlock memlock = Memlock.probe(lib);
      if (memlock.tooLow()) {
        return new KernelException(
            Code.MEMLOCK,
            errno,
            "RLIMIT_MEMLOCK is "
                + memlock.limitBytes()
                + " bytes, and this kernel (before 5.11) charges BPF maps and programs to it",
            "Raise it (systemd: LimitMEMLOCK=infinity; a shell: ulimit -l unlimited), or grant"
                + " CAP_SYS_RESOURCE.");
      }
      if (filtersCalls() && warnings.stream().noneMatch(w -> PROGRAM.matcher(w).matches())) {
        return permission(
            errno,
            "the capabilities are there, but the seccomp profile of this process refuses bpf()",
            "Use one that allows it, such as packaging/seccomp/sentineledge.json.");
      }
    }
    if (lib.probeHelper(Features.PROGRAM_SOCKET_FILTER, Features.HELPER_RINGBUF_OUTPUT) == 0) {
      return tooOld(KernelVersion.current(), errno);
    }
    return refused(object, errno, verifierLog, warnings);
  }

  /** Whether a seccomp filter decides about the calls of this process. */
  private static boolean filtersCalls() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).contains("Seccomp:\t2");
    } catch (IOException e) {
      return false;
    }
  }

  static KernelException tooOld(KernelVersion kernel, int errno) {
    return new KernelException(
        Code.KERNEL_TOO_OLD,
        errno,
        "The kernel " + kernel + " has no BPF ring buffer",
        "Linux 5.10 or later is needed.");
  }

  static KernelException noKernelBtf(int errno) {
    return new KernelException(
        Code.BTF_MISSING,
        errno,
        "The kernel has no BTF ("
            + Btf.KERNEL
            + "), which the BPF programs need to find their way in its structures",
        "Use a kernel built with CONFIG_DEBUG_INFO_BTF=y, as those of all current distributions"
            + " are.");
  }

  private static KernelException permission(int errno, String why, String remedy) {
    return new KernelException(
        Code.PERMISSION, errno, "Permission denied loading eBPF program: " + why, remedy);
  }

  private static KernelException refused(
      String object, int errno, String verifierLog, List<String> warnings) {
    for (String warning : warnings) {
      Matcher matcher = PROGRAM.matcher(warning);
      if (matcher.matches()) {
        String said = matcher.group(2);
        String hint = said.startsWith("BPF program load failed") ? "" : said;
        return new ProgramRefusedException(matcher.group(1), errno, verifierLog, hint);
      }
    }
    String hint = warnings.isEmpty() ? "" : ": " + text(warnings.getFirst());
    return new KernelException(
        Code.SYSTEM_CALL,
        errno,
        "Loading the BPF object " + object + " failed: " + Errno.describe(errno) + hint,
        "");
  }

  private static String text(String warning) {
    return warning.startsWith("libbpf: ") ? warning.substring("libbpf: ".length()) : warning;
  }
}
