package io.sentineledge.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The capabilities that matter to BPF, see capabilities(7). */
public enum Capability {
  /** Implies CAP_BPF and CAP_PERFMON, and is what kernels before 5.8 ask for instead. */
  CAP_SYS_ADMIN(21),
  /** Raises RLIMIT_MEMLOCK. */
  CAP_SYS_RESOURCE(24),
  /** Loads tracing programs (5.8 and later). */
  CAP_PERFMON(38),
  /** Creates maps and loads programs (5.8 and later). */
  CAP_BPF(39);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /** Whether it is in this process's effective set, in whatever user namespace that is. */
  public boolean effective() {
    return (effectiveSet() >>> number & 1) != 0;
  }

  /** Those of CAP_BPF and CAP_PERFMON that this process holds neither directly nor implied. */
  public static List<Capability> missingForBpf() {
    List<Capability> missing = new ArrayList<>();
    if (!CAP_SYS_ADMIN.effective()) {
      for (Capability needed : List.of(CAP_BPF, CAP_PERFMON)) {
        if (!needed.effective()) {
          missing.add(needed);
        }
      }
    }
    return missing;
  }

  /**
   * Whether this process runs in a user namespace of its own, where capabilities reach less far.
   */
  static boolean inUserNamespace() {
    String[] map = read("/proc/self/uid_map").strip().split("\\s+");
    return map.length < 3 || !map[2].equals("4294967295");
  }

  static String join(List<Capability> capabilities) {
    return capabilities.stream().map(Enum::name).collect(Collectors.joining(" and "));
  }

  private static long effectiveSet() {
    return read("/proc/self/status")
        .lines()
        .filter(line -> line.startsWith("CapEff:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .findFirst()
        .orElse(0);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
