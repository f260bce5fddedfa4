package io.sentineledge.agent;

import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Support;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One line of {@code doctor}: what the machine says about a feature, and what that means for the
 * agent.
 */
record Finding(Feature feature, Support support) {
  private static final int TITLE_WIDTH = 34;
  private static final String INDENT = " ".repeat(10);

  static List<Finding> all(Function<Feature, Support> probe) {
    return Arrays.stream(Feature.values()).map(f -> new Finding(f, probe.apply(f))).toList();
  }

  /** Whether the agent can't run for this reason. */
  boolean fatal() {
    return support instanceof Support.No && required();
  }

  private boolean required() {
    return switch (feature) {
      case PROCESSOR,
          LIBBPF,
          BTF,
          CAPABILITIES,
          MEMLOCK,
          LOCKDOWN,
          RING_BUFFER,
          RAW_TRACEPOINT_BTF ->
          true;
      default -> false;
    };
  }

  /** What the agent does without the feature. */
  private String loss() {
    return switch (feature) {
      case PROCESSOR -> "the programs would read the wrong registers: use an x86-64 machine";
      case LIBBPF -> "programs can't be loaded: install libbpf 1.1 or later (Debian: libbpf1)";
      case BTF -> "programs can't be fitted to this kernel: use one with CONFIG_DEBUG_INFO_BTF=y";
      case CAPABILITIES -> "programs can't be loaded: run as root or grant both capabilities";
      case MEMLOCK -> "buffers can't be allocated: raise it (systemd: LimitMEMLOCK=infinity)";
      case LOCKDOWN -> "programs can't read events: boot with lockdown=integrity or none";
      case RING_BUFFER -> "events can't be delivered: Linux 5.8 or later is needed";
      case RAW_TRACEPOINT_BTF -> "events can't be seen: Linux 5.10 or later is needed";
      case JIT -> "every event costs several times more: sysctl net.core.bpf_jit_enable=1";
      case TASK_ITERATOR -> "processes that already run are read from /proc, with fewer details";
      case CURRENT_TASK_BTF, LOOP, READ_ONLY_CAST ->
          "the programs for older kernels are used: opening a file costs more";
      case FENTRY -> "of a name rewritten during a call, it is unknown which the kernel used";
      case LSM, KPROBE -> "nothing: this version does not use it";
      case CGROUP_V2 -> "workloads are told apart by cgroup v1 controllers, if those are mounted";
      case CGROUP_V1 -> "nothing where cgroup v2 is mounted";
      case BPFFS -> "after a kill, the next start can't tell who killed the agent";
      case TRACEFS -> "nothing: tracepoints are attached without it";
      case SECURITYFS -> "lockdown and active security modules can't be shown here";
      case UNPRIVILEGED_BPF_OFF -> "nothing, but it widens what an attacker can try";
    };
  }

  /** A line, with a second one where something is missing. */
  String text(boolean colour) {
    String detail = SafeText.of(support.text());
    String line =
        (" " + mark(colour) + "  " + pad(feature.title(), TITLE_WIDTH) + " " + detail)
            .stripTrailing();
    String consequence =
        switch (support) {
          case Support.Yes yes -> "";
          case Support.No no -> "without it: " + loss();
          case Support.Inconclusive unknown -> "if it is missing: " + loss();
        };
    return consequence.isEmpty()
        ? line + "\n"
        : line + "\n" + INDENT + Style.DIM.apply(colour, consequence) + "\n";
  }

  private String mark(boolean colour) {
    return switch (support) {
      case Support.Yes yes -> Style.GREEN.apply(colour, pad("ok", 7));
      case Support.No no when required() -> Style.BOLD_RED.apply(colour, pad("missing", 7));
      case Support.No no -> Style.YELLOW.apply(colour, pad("no", 7));
      case Support.Inconclusive unknown -> Style.YELLOW.apply(colour, pad("unknown", 7));
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
