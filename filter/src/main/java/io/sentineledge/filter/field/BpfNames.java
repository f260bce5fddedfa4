package io.sentineledge.filter.field;

/** Names of numbers and bits that bpf takes, linux/bpf.h. */
final class BpfNames {
  /** linux/bpf.h, enum bpf_cmd. */
  static final FlagNames COMMANDS =
      names()
          .values(
              0,
              "BPF_MAP_CREATE",
              "BPF_MAP_LOOKUP_ELEM",
              "BPF_MAP_UPDATE_ELEM",
              "BPF_MAP_DELETE_ELEM",
              "BPF_MAP_GET_NEXT_KEY",
              "BPF_PROG_LOAD",
              "BPF_OBJ_PIN",
              "BPF_OBJ_GET",
              "BPF_PROG_ATTACH",
              "BPF_PROG_DETACH",
              "BPF_PROG_TEST_RUN",
              "BPF_PROG_GET_NEXT_ID",
              "BPF_MAP_GET_NEXT_ID",
              "BPF_PROG_GET_FD_BY_ID",
              "BPF_MAP_GET_FD_BY_ID",
              "BPF_OBJ_GET_INFO_BY_FD",
              "BPF_PROG_QUERY",
              "BPF_RAW_TRACEPOINT_OPEN",
              "BPF_BTF_LOAD",
              "BPF_BTF_GET_FD_BY_ID",
              "BPF_TASK_FD_QUERY",
              "BPF_MAP_LOOKUP_AND_DELETE_ELEM",
              "BPF_MAP_FREEZE",
              "BPF_BTF_GET_NEXT_ID",
              "BPF_MAP_LOOKUP_BATCH",
              "BPF_MAP_LOOKUP_AND_DELETE_BATCH",
              "BPF_MAP_UPDATE_BATCH",
              "BPF_MAP_DELETE_BATCH",
              "BPF_LINK_CREATE",
              "BPF_LINK_UPDATE",
              "BPF_LINK_GET_FD_BY_ID",
              "BPF_LINK_GET_NEXT_ID",
              "BPF_ENABLE_STATS",
              "BPF_ITER_CREATE",
              "BPF_LINK_DETACH",
              "BPF_PROG_BIND_MAP",
              "BPF_TOKEN_CREATE",
              "BPF_PROG_STREAM_READ_BY_FD",
              "BPF_PROG_ASSOC_STRUCT_OPS");

  static final FlagNames PROGRAMS =
      names()
          .values(
              0,
              "BPF_PROG_TYPE_UNSPEC",
              "BPF_PROG_TYPE_SOCKET_FILTER",
              "BPF_PROG_TYPE_KPROBE",
              "BPF_PROG_TYPE_SCHED_CLS",
              "BPF_PROG_TYPE_SCHED_ACT",
              "BPF_PROG_TYPE_TRACEPOINT",
              "BPF_PROG_TYPE_XDP",
              "BPF_PROG_TYPE_PERF_EVENT",
              "BPF_PROG_TYPE_CGROUP_SKB",
              "BPF_PROG_TYPE_CGROUP_SOCK",
              "BPF_PROG_TYPE_LWT_IN",
              "BPF_PROG_TYPE_LWT_OUT",
              "BPF_PROG_TYPE_LWT_XMIT",
              "BPF_PROG_TYPE_SOCK_OPS",
              "BPF_PROG_TYPE_SK_SKB",
              "BPF_PROG_TYPE_CGROUP_DEVICE",
              "BPF_PROG_TYPE_SK_MSG",
              "BPF_PROG_TYPE_RAW_TRACEPOINT",
              "BPF_PROG_TYPE_CGROUP_SOCK_ADDR",
              "BPF_PROG_TYPE_LWT_SEG6LOCAL",
              "BPF_PROG_TYPE_LIRC_MODE2",
              "BPF_PROG_TYPE_SK_REUSEPORT",
              "BPF_PROG_TYPE_FLOW_DISSECTOR",
              "BPF_PROG_TYPE_CGROUP_SYSCTL",
              "BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE",
              "BPF_PROG_TYPE_CGROUP_SOCKOPT",
              "BPF_PROG_TYPE_TRACING",
              "BPF_PROG_TYPE_STRUCT_OPS",
              "BPF_PROG_TYPE_EXT",
              "BPF_PROG_TYPE_LSM",
              "BPF_PROG_TYPE_SK_LOOKUP",
              "BPF_PROG_TYPE_SYSCALL");

  static final FlagNames MAPS =
      names()
          .values(
              0,
              "BPF_MAP_TYPE_UNSPEC",
              "BPF_MAP_TYPE_HASH",
              "BPF_MAP_TYPE_ARRAY",
              "BPF_MAP_TYPE_PROG_ARRAY",
              "BPF_MAP_TYPE_PERF_EVENT_ARRAY",
              "BPF_MAP_TYPE_PERCPU_HASH",
              "BPF_MAP_TYPE_PERCPU_ARRAY",
              "BPF_MAP_TYPE_STACK_TRACE",
              "BPF_MAP_TYPE_CGROUP_ARRAY",
              "BPF_MAP_TYPE_LRU_HASH",
              "BPF_MAP_TYPE_LRU_PERCPU_HASH",
              "BPF_MAP_TYPE_LPM_TRIE",
              "BPF_MAP_TYPE_ARRAY_OF_MAPS",
              "BPF_MAP_TYPE_HASH_OF_MAPS",
              "BPF_MAP_TYPE_DEVMAP",
              "BPF_MAP_TYPE_SOCKMAP",
              "BPF_MAP_TYPE_CPUMAP",
              "BPF_MAP_TYPE_XSKMAP",
              "BPF_MAP_TYPE_SOCKHASH",
              "BPF_MAP_TYPE_CGROUP_STORAGE",
              "BPF_MAP_TYPE_REUSEPORT_SOCKARRAY",
              "BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE",
              "BPF_MAP_TYPE_QUEUE",
              "BPF_MAP_TYPE_STACK",
              "BPF_MAP_TYPE_SK_STORAGE",
              "BPF_MAP_TYPE_DEVMAP_HASH",
              "BPF_MAP_TYPE_STRUCT_OPS",
              "BPF_MAP_TYPE_RINGBUF",
              "BPF_MAP_TYPE_INODE_STORAGE",
              "BPF_MAP_TYPE_TASK_STORAGE",
              "BPF_MAP_TYPE_BLOOM_FILTER",
              "BPF_MAP_TYPE_USER_RINGBUF");

  static final FlagNames LINKS =
      names()
          .values(
              0,
              "BPF_LINK_TYPE_UNSPEC",
              "BPF_LINK_TYPE_RAW_TRACEPOINT",
              "BPF_LINK_TYPE_TRACING",
              "BPF_LINK_TYPE_CGROUP",
              "BPF_LINK_TYPE_ITER",
              "BPF_LINK_TYPE_NETNS",
              "BPF_LINK_TYPE_XDP",
              "BPF_LINK_TYPE_PERF_EVENT",
              "BPF_LINK_TYPE_KPROBE_MULTI",
              "BPF_LINK_TYPE_STRUCT_OPS",
              "BPF_LINK_TYPE_NETFILTER",
              "BPF_LINK_TYPE_TCX",
              "BPF_LINK_TYPE_UPROBE_MULTI",
              "BPF_LINK_TYPE_NETKIT",
              "BPF_LINK_TYPE_SOCKMAP");

  private BpfNames() {}

  private static FlagNames names() {
    return new FlagNames('|');
  }
}
