package io.sentineledge.kernel;

/** What a kernel or machine may offer, in the order in which a person reads it. */
public enum Feature {
  PROCESSOR("processor"),
  LIBBPF("libbpf"),
  BTF("kernel type information (BTF)"),
  CAPABILITIES("CAP_BPF and CAP_PERFMON"),
  JIT("BPF just-in-time compiler"),
  MEMLOCK("memory for BPF maps"),
  LOCKDOWN("kernel lockdown allows BPF"),
  RING_BUFFER("ring buffers"),
  RAW_TRACEPOINT_BTF("typed tracepoint programs (tp_btf)"),
  TASK_ITERATOR("task iterator (iter/task)"),
  CURRENT_TASK_BTF("helper bpf_get_current_task_btf"),
  LOOP("helper bpf_loop"),
  READ_ONLY_CAST("kernel function bpf_rdonly_cast"),
  FENTRY("function entry programs (fentry)"),
  LSM("security hook programs (BPF LSM)"),
  KPROBE("kprobes"),
  CGROUP_V2("cgroup v2 mounted"),
  CGROUP_V1("cgroup v1 controllers mounted"),
  BPFFS("bpffs mounted"),
  TRACEFS("tracefs mounted"),
  SECURITYFS("securityfs mounted"),
  UNPRIVILEGED_BPF_OFF("BPF closed to unprivileged users");

  private final String title;

  Feature(String title) {
    this.title = title;
  }

  /** A short English name. */
  public String title() {
    return title;
  }
}
