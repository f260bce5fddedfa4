package io.sentineledge.kernel;

import io.sentineledge.kernel.Support.Inconclusive;
import io.sentineledge.kernel.Support.No;
import io.sentineledge.kernel.Support.Yes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the machine what it offers, by trying, and remembers the answers. Probes of program types
 * load, and where that matters attach for an instant, a program that does nothing. Thread-safe.
 */
public final class Features {
  /** enum bpf_prog_type. */
  static final int PROGRAM_SOCKET_FILTER = 1;

  private static final int PROGRAM_RAW_TRACEPOINT = 17;

  /** enum bpf_func_id. */
  static final int HELPER_RINGBUF_OUTPUT = 130;

  static final int HELPER_KTIME_COARSE = 160;
  private static final int HELPER_CURRENT_TASK_BTF = 158;
  private static final int HELPER_LOOP = 181;

  private static final Support NEEDS_CAPABILITIES =
      new Inconclusive("loading a program to try it takes CAP_BPF and CAP_PERFMON");

  private final Map<Feature, Support> answers = new EnumMap<>(Feature.class);

  /** The kernel's types while several features are probed. */
  private @Nullable Btf kernel;

  private long fingerprint;

  /** The answer for one feature; probed at the first call, remembered after it. */
  public synchronized Support probe(Feature feature) {
    Support known = answers.get(feature);
    if (known == null) {
      known = ask(feature);
      answers.put(feature, known);
    }
    return known;
  }

  /**
   * Probes several, for which the kernel's types are read once: that takes more time than all else.
   */
  public synchronized void probeAll(Feature... features) {
    try (Btf types = Btf.ofKernel()) {
      kernel = types;
      List.of(features).forEach(this::probe);
      fingerprint = types.fingerprint();
    } catch (KernelException e) {
      // Whoever asks for one is told
    } finally {
      kernel = null;
    }
  }

  /**
   * {@link Btf#fingerprint} of the kernel's types.
   *
   * @throws KernelException where they can't be read
   */
  public synchronized long typesFingerprint() {
    if (fingerprint == 0) {
      try (Btf types = Btf.ofKernel()) {
        fingerprint = types.fingerprint();
      }
    }
    return fingerprint;
  }

  private Support ask(Feature feature) {
    try {
      return switch (feature) {
        case PROCESSOR -> processor(System.getProperty("os.arch"));
        case LIBBPF -> new Yes(LibBpf.instance().version());
        case BTF -> btf();
        case CAPABILITIES -> capabilities();
        case JIT -> jit();
        case MEMLOCK -> memlock();
        case LOCKDOWN -> lockdown();
        case RING_BUFFER -> helper(HELPER_RINGBUF_OUTPUT, "5.8");
        case CURRENT_TASK_BTF -> helper(HELPER_CURRENT_TASK_BTF, "5.11");
        case LOOP -> helper(HELPER_LOOP, "5.17");
        case READ_ONLY_CAST -> kernelFunction("bpf_rdonly_cast", "6.2");
        case RAW_TRACEPOINT_BTF -> program(ProgramProbe.RAW_TRACEPOINT_BTF);
        case TASK_ITERATOR -> program(ProgramProbe.TASK_ITERATOR);
        case FENTRY -> program(ProgramProbe.FENTRY);
        case LSM -> lsm();
        case KPROBE -> kprobe();
        case CGROUP_V2 -> mounted("cgroup2");
        case CGROUP_V1 -> mounted("cgroup");
        case BPFFS -> mounted("bpf");
        case TRACEFS -> mounted("tracefs");
        case SECURITYFS -> mounted("securityfs");
        case UNPRIVILEGED_BPF_OFF -> unprivilegedBpfOff();
      };
    } catch (KernelException e) {
      return feature == Feature.LIBBPF ? new No(e.sentence()) : new Inconclusive(e.sentence());
    }
  }

  /** The programs read registers, and know system calls by their numbers. */
  static Support processor(String architecture) {
    return architecture.equals("amd64")
        ? new Yes("x86-64")
        : new No("this one is " + architecture + "; the BPF programs are for x86-64");
  }

  private static Support btf() {
    return Files.exists(Btf.KERNEL)
        ? new Yes(Btf.KERNEL.toString())
        : new No("there is no " + Btf.KERNEL + ": the kernel lacks CONFIG_DEBUG_INFO_BTF");
  }

  private static Support capabilities() {
    List<Capability> missing = Capability.missingForBpf();
    if (!missing.isEmpty()) {
      return new No("this process lacks " + Capability.join(missing));
    }
    return Capability.inUserNamespace()
        ? new No("they are those of a user namespace, which do not count for BPF")
        : new Yes("");
  }

  private static Support jit() {
    return setting("/proc/sys/net/core/bpf_jit_enable", "0", "every program is interpreted");
  }

  private Support memlock() {
    if (!probe(Feature.CAPABILITIES).yes()) {
      return NEEDS_CAPABILITIES;
    }
    Memlock memlock = Memlock.probe(LibBpf.instance());
    if (!memlock.charged()) {
      return new Yes("charged to the cgroup; RLIMIT_MEMLOCK does not matter");
    }
    return memlock.tooLow()
        ? new No("RLIMIT_MEMLOCK is " + memlock.limitBytes() + " bytes and cannot be raised")
        : new Yes("RLIMIT_MEMLOCK is high enough or can be raised");
  }

  private static Support lockdown() {
    try {
      // as in: none [integrity] confidentiality
      String modes = Files.readString(Path.of("/sys/kernel/security/lockdown")).strip();
      return modes.contains("[confidentiality]")
          ? new No("confidentiality mode forbids programs to read kernel memory")
          : new Yes(modes);
    } catch (IOException e) {
      return new Inconclusive("/sys/kernel/security/lockdown cannot be read");
    }
  }

  private Support helper(int helper, String since) {
    if (!probe(Feature.CAPABILITIES).yes()) {
      return NEEDS_CAPABILITIES;
    }
    int answer = LibBpf.instance().probeHelper(PROGRAM_RAW_TRACEPOINT, helper);
    return switch (answer) {
      case 1 -> new Yes("");
      case 0 -> new No("came with Linux " + since + "; this is " + KernelVersion.current());
      default -> new Inconclusive("the probe failed: " + Errno.describe(-answer));
    };
  }

  private Support kernelFunction(String name, String since) {
    return ofKernel(types ->
        types.hasFunction(name)
            ? new Yes("")
            : new No("came with Linux " + since + "; this is " + KernelVersion.current()));
  }

  private Support ofKernel(Function<Btf, Support> question) {
    if (kernel != null) {
      return question.apply(kernel);
    }
    try (Btf types = Btf.ofKernel()) {
      return question.apply(types);
    }
  }

  private Support program(ProgramProbe probe) {
    if (!probe(Feature.CAPABILITIES).yes()) {
      return NEEDS_CAPABILITIES;
    }
    return ofKernel(types -> probe.run(LibBpf.instance(), types));
  }

  private Support lsm() {
    try {
      String active = Files.readString(Path.of("/sys/kernel/security/lsm")).strip();
      if (!List.of(active.split(",")).contains("bpf")) {
        return new No("bpf is not among the active security modules: " + active);
      }
    } catch (IOException e) {
      // securityfs is not mounted: whether a program loads is all that can be told
    }
    return program(ProgramProbe.LSM);
  }

  private static Support kprobe() {
    return Files.exists(Path.of("/sys/bus/event_source/devices/kprobe/type"))
        ? new Yes("")
        : new No("the kernel has no kprobe event source (CONFIG_KPROBE_EVENTS)");
  }

  private static Support mounted(String type) {
    return Mounts.current()
        .ofType(type)
        .<Support>map(mount -> new Yes(mount.point()))
        .orElseGet(() -> new No("no file system of type " + type + " is mounted"));
  }

  private static Support unprivilegedBpfOff() {
    return setting(
        "/proc/sys/kernel/unprivileged_bpf_disabled",
        "0",
        "any user may load BPF programs: sysctl kernel.unprivileged_bpf_disabled=2 closes it");
  }

  private static Support setting(String file, String bad, String consequence) {
    try {
      String value = Files.readString(Path.of(file)).strip();
      return value.equals(bad) ? new No(consequence) : new Yes(file + " is " + value);
    } catch (IOException e) {
      return new Inconclusive(file + " cannot be read");
    }
  }
}
