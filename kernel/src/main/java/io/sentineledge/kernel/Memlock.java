package io.sentineledge.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The limit on locked memory, and whether BPF memory is charged to it: before 5.11 it was, since
 * then it is charged to the cgroup and the limit does not matter.
 *
 * @param limitBytes the soft limit; {@link Long#MAX_VALUE}: none
 * @param charged whether this kernel charges BPF memory to it
 * @param raisable whether the process may raise it, as libbpf then does by itself
 */
record Memlock(long limitBytes, boolean charged, boolean raisable) {
  /** Rings, scratch memory and programs of the agent take less than this. */
  private static final long ENOUGH_BYTES = 256L << 20;

  static Memlock probe(LibBpf lib) {
    // bpf_ktime_get_coarse_ns came with the same release as the charging to cgroups
    int coarse = lib.probeHelper(Features.PROGRAM_SOCKET_FILTER, Features.HELPER_KTIME_COARSE);
    return new Memlock(limit(), coarse == 0, Capability.CAP_SYS_RESOURCE.effective());
  }

  boolean tooLow() {
    return charged && !raisable && limitBytes < ENOUGH_BYTES;
  }

  private static long limit() {
    try {
      return Files.readString(Path.of("/proc/self/limits"))
          .lines()
          .filter(line -> line.startsWith("Max locked memory"))
          .map(line -> line.substring("Max locked memory".length()).strip().split("\\s+")[0])
          .mapToLong(soft -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
