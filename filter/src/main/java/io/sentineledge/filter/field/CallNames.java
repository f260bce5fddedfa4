package io.sentineledge.filter.field;

/** Names of numbers and bits that calls take; values of x86-64. */
final class CallNames {
  /** asm/signal.h; a number has one name. */
  static final FlagNames SIGNALS =
      names()
          .values(
              0,
              "0",
              "SIGHUP",
              "SIGINT",
              "SIGQUIT",
              "SIGILL",
              "SIGTRAP",
              "SIGABRT",
              "SIGBUS",
              "SIGFPE",
              "SIGKILL",
              "SIGUSR1",
              "SIGSEGV",
              "SIGUSR2",
              "SIGPIPE",
              "SIGALRM",
              "SIGTERM",
              "SIGSTKFLT",
              "SIGCHLD",
              "SIGCONT",
              "SIGSTOP",
              "SIGTSTP",
              "SIGTTIN",
              "SIGTTOU",
              "SIGURG",
              "SIGXCPU",
              "SIGXFSZ",
              "SIGVTALRM",
              "SIGPROF",
              "SIGWINCH",
              "SIGIO",
              "SIGPWR",
              "SIGSYS");

  /** asm-generic/mman-common.h. */
  static final FlagNames PROTECTION =
      names()
          .where("PROT_NONE", 7, 0)
          .bit("PROT_READ", 1)
          .bit("PROT_WRITE", 2)
          .bit("PROT_EXEC", 4)
          .bit("PROT_SEM", 8)
          .bit("PROT_GROWSDOWN", 0x01000000)
          .bit("PROT_GROWSUP", 0x02000000);

  static final FlagNames MAP =
      names()
          .where("MAP_SHARED", 0xf, 1)
          .where("MAP_PRIVATE", 0xf, 2)
          .where("MAP_SHARED_VALIDATE", 0xf, 3)
          .bit("MAP_FIXED", 0x10)
          .bit("MAP_ANONYMOUS", 0x20)
          .bit("MAP_32BIT", 0x40)
          .bit("MAP_GROWSDOWN", 0x100)
          .bit("MAP_DENYWRITE", 0x800)
          .bit("MAP_LOCKED", 0x2000)
          .bit("MAP_NORESERVE", 0x4000)
          .bit("MAP_POPULATE", 0x8000)
          .bit("MAP_NONBLOCK", 0x10000)
          .bit("MAP_STACK", 0x20000)
          .bit("MAP_HUGETLB", 0x40000)
          .bit("MAP_FIXED_NOREPLACE", 0x100000);

  /** linux/memfd.h. */
  static final FlagNames MEMFD =
      names()
          .bit("MFD_CLOEXEC", 1)
          .bit("MFD_ALLOW_SEALING", 2)
          .bit("MFD_HUGETLB", 4)
          .bit("MFD_NOEXEC_SEAL", 8)
          .bit("MFD_EXEC", 16);

  /** linux/userfaultfd.h. */
  static final FlagNames USERFAULT =
      names().bit("O_CLOEXEC", 0x80000).bit("O_NONBLOCK", 0x800).bit("UFFD_USER_MODE_ONLY", 1);

  /** linux/module.h. */
  static final FlagNames MODULE =
      names()
          .bit("MODULE_INIT_IGNORE_MODVERSIONS", 1)
          .bit("MODULE_INIT_IGNORE_VERMAGIC", 2)
          .bit("MODULE_INIT_COMPRESSED_FILE", 4);

  /** As delete_module takes them. */
  static final FlagNames UNLOAD = names().bit("O_NONBLOCK", 0x800).bit("O_TRUNC", 0x200);

  /** linux/kexec.h. */
  static final FlagNames KEXEC_FILE =
      names()
          .bit("KEXEC_FILE_UNLOAD", 1)
          .bit("KEXEC_FILE_ON_CRASH", 2)
          .bit("KEXEC_FILE_NO_INITRAMFS", 4)
          .bit("KEXEC_FILE_DEBUG", 8);

  /** linux/bpf.h, enum bpf_cmd. */
  static final FlagNames BPF =
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

  static final FlagNames BPF_PROGRAMS =
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

  static final FlagNames BPF_MAPS =
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

  /** linux/mount.h. */
  static final FlagNames MOUNT =
      names()
          .bit("RDONLY", 1)
          .bit("NOSUID", 2)
          .bit("NODEV", 4)
          .bit("NOEXEC", 8)
          .bit("SYNCHRONOUS", 0x10)
          .bit("REMOUNT", 0x20)
          .bit("MANDLOCK", 0x40)
          .bit("DIRSYNC", 0x80)
          .bit("NOSYMFOLLOW", 0x100)
          .bit("NOATIME", 0x400)
          .bit("NODIRATIME", 0x800)
          .bit("BIND", 0x1000)
          .bit("MOVE", 0x2000)
          .bit("REC", 0x4000)
          .bit("SILENT", 0x8000)
          .bit("POSIXACL", 0x10000)
          .bit("UNBINDABLE", 0x20000)
          .bit("PRIVATE", 0x40000)
          .bit("SLAVE", 0x80000)
          .bit("SHARED", 0x100000)
          .bit("RELATIME", 0x200000)
          .bit("KERNMOUNT", 0x400000)
          .bit("I_VERSION", 0x800000)
          .bit("STRICTATIME", 0x1000000)
          .bit("LAZYTIME", 0x2000000);

  static final FlagNames UMOUNT =
      names().bit("FORCE", 1).bit("DETACH", 2).bit("EXPIRE", 4).bit("NOFOLLOW", 8);

  static final FlagNames MOVE_MOUNT =
      names()
          .bit("MOVE_MOUNT_F_SYMLINKS", 1)
          .bit("MOVE_MOUNT_F_AUTOMOUNTS", 2)
          .bit("MOVE_MOUNT_F_EMPTY_PATH", 4)
          .bit("MOVE_MOUNT_T_SYMLINKS", 0x10)
          .bit("MOVE_MOUNT_T_AUTOMOUNTS", 0x20)
          .bit("MOVE_MOUNT_T_EMPTY_PATH", 0x40)
          .bit("MOVE_MOUNT_SET_GROUP", 0x100)
          .bit("MOVE_MOUNT_BENEATH", 0x200);

  static final FlagNames OPEN_TREE =
      names()
          .bit("OPEN_TREE_CLONE", 1)
          .bit("OPEN_TREE_CLOEXEC", 0x80000)
          .bit("AT_EMPTY_PATH", 0x1000)
          .bit("AT_NO_AUTOMOUNT", 0x800)
          .bit("AT_RECURSIVE", 0x8000)
          .bit("AT_SYMLINK_NOFOLLOW", 0x100);

  static final FlagNames FSCONFIG =
      names()
          .values(
              0,
              "FSCONFIG_SET_FLAG",
              "FSCONFIG_SET_STRING",
              "FSCONFIG_SET_BINARY",
              "FSCONFIG_SET_PATH",
              "FSCONFIG_SET_PATH_EMPTY",
              "FSCONFIG_SET_FD",
              "FSCONFIG_CMD_CREATE",
              "FSCONFIG_CMD_RECONFIGURE",
              "FSCONFIG_CMD_CREATE_EXCL");

  static final FlagNames MOUNT_ATTRIBUTES =
      names()
          .bit("MOUNT_ATTR_RDONLY", 1)
          .bit("MOUNT_ATTR_NOSUID", 2)
          .bit("MOUNT_ATTR_NODEV", 4)
          .bit("MOUNT_ATTR_NOEXEC", 8)
          .bit("MOUNT_ATTR_NOATIME", 0x10)
          .bit("MOUNT_ATTR_STRICTATIME", 0x20)
          .bit("MOUNT_ATTR_NODIRATIME", 0x80)
          .bit("MOUNT_ATTR_IDMAP", 0x100000)
          .bit("MOUNT_ATTR_NOSYMFOLLOW", 0x200000);

  /** linux/fcntl.h. */
  static final FlagNames AT =
      names()
          .bit("AT_SYMLINK_NOFOLLOW", 0x100)
          .bit("AT_SYMLINK_FOLLOW", 0x400)
          .bit("AT_NO_AUTOMOUNT", 0x800)
          .bit("AT_EMPTY_PATH", 0x1000)
          .bit("AT_RECURSIVE", 0x8000);

  /** A mode with the type of the file, linux/stat.h. */
  static final FlagNames NODE =
      names()
          .where("S_IFIFO", 0170000, 0010000)
          .where("S_IFCHR", 0170000, 0020000)
          .where("S_IFDIR", 0170000, 0040000)
          .where("S_IFBLK", 0170000, 0060000)
          .where("S_IFREG", 0170000, 0100000)
          .where("S_IFSOCK", 0170000, 0140000)
          .bit("S_IXOTH", 01)
          .bit("S_IWOTH", 02)
          .bit("S_IROTH", 04)
          .bit("S_IXGRP", 010)
          .bit("S_IWGRP", 020)
          .bit("S_IRGRP", 040)
          .bit("S_IXUSR", 0100)
          .bit("S_IWUSR", 0200)
          .bit("S_IRUSR", 0400)
          .bit("S_ISVTX", 01000)
          .bit("S_ISGID", 02000)
          .bit("S_ISUID", 04000);

  /** linux/xattr.h. */
  static final FlagNames XATTR = names().bit("XATTR_CREATE", 1).bit("XATTR_REPLACE", 2);

  /** linux/pidfd.h. */
  static final FlagNames PIDFD = names().bit("PIDFD_NONBLOCK", 0x800).bit("PIDFD_THREAD", 0x80);

  /** linux/keyctl.h. */
  static final FlagNames KEYCTL =
      names()
          .values(
              0,
              "KEYCTL_GET_KEYRING_ID",
              "KEYCTL_JOIN_SESSION_KEYRING",
              "KEYCTL_UPDATE",
              "KEYCTL_REVOKE",
              "KEYCTL_CHOWN",
              "KEYCTL_SETPERM",
              "KEYCTL_DESCRIBE",
              "KEYCTL_CLEAR",
              "KEYCTL_LINK",
              "KEYCTL_UNLINK",
              "KEYCTL_SEARCH",
              "KEYCTL_READ",
              "KEYCTL_INSTANTIATE",
              "KEYCTL_NEGATE",
              "KEYCTL_SET_REQKEY_KEYRING",
              "KEYCTL_SET_TIMEOUT",
              "KEYCTL_ASSUME_AUTHORITY",
              "KEYCTL_GET_SECURITY",
              "KEYCTL_SESSION_TO_PARENT",
              "KEYCTL_REJECT",
              "KEYCTL_INSTANTIATE_IOV",
              "KEYCTL_INVALIDATE",
              "KEYCTL_GET_PERSISTENT",
              "KEYCTL_DH_COMPUTE",
              "KEYCTL_PKEY_QUERY",
              "KEYCTL_PKEY_ENCRYPT",
              "KEYCTL_PKEY_DECRYPT",
              "KEYCTL_PKEY_SIGN",
              "KEYCTL_PKEY_VERIFY",
              "KEYCTL_RESTRICT_KEYRING",
              "KEYCTL_MOVE",
              "KEYCTL_CAPABILITIES",
              "KEYCTL_WATCH_KEY");

  /** linux/seccomp.h. */
  static final FlagNames SECCOMP =
      names()
          .values(
              0,
              "SECCOMP_SET_MODE_STRICT",
              "SECCOMP_SET_MODE_FILTER",
              "SECCOMP_GET_ACTION_AVAIL",
              "SECCOMP_GET_NOTIF_SIZES");

  /** linux/prctl.h. */
  static final FlagNames PRCTL =
      names()
          .values(
              1,
              "PR_SET_PDEATHSIG",
              "PR_GET_PDEATHSIG",
              "PR_GET_DUMPABLE",
              "PR_SET_DUMPABLE",
              "PR_GET_UNALIGN",
              "PR_SET_UNALIGN",
              "PR_GET_KEEPCAPS",
              "PR_SET_KEEPCAPS")
          .values(15, "PR_SET_NAME", "PR_GET_NAME")
          .values(
              21,
              "PR_GET_SECCOMP",
              "PR_SET_SECCOMP",
              "PR_CAPBSET_READ",
              "PR_CAPBSET_DROP",
              "PR_GET_TSC",
              "PR_SET_TSC",
              "PR_GET_SECUREBITS",
              "PR_SET_SECUREBITS",
              "PR_SET_TIMERSLACK",
              "PR_GET_TIMERSLACK")
          .values(
              35,
              "PR_SET_MM",
              "PR_SET_CHILD_SUBREAPER",
              "PR_GET_CHILD_SUBREAPER",
              "PR_SET_NO_NEW_PRIVS",
              "PR_GET_NO_NEW_PRIVS",
              "PR_GET_TID_ADDRESS",
              "PR_SET_THP_DISABLE",
              "PR_GET_THP_DISABLE")
          .values(47, "PR_CAP_AMBIENT")
          .values(52, "PR_GET_SPECULATION_CTRL", "PR_SET_SPECULATION_CTRL")
          .values(59, "PR_SET_SYSCALL_USER_DISPATCH")
          .values(65, "PR_SET_MDWE", "PR_GET_MDWE")
          .values(0x59616d61, "PR_SET_PTRACER");

  /** linux/time.h. */
  static final FlagNames CLOCK = names().values(0, "CLOCK_REALTIME", "CLOCK_MONOTONIC");

  /** linux/reboot.h. */
  static final FlagNames REBOOT =
      names()
          .where("LINUX_REBOOT_CMD_RESTART", -1, 0x01234567)
          .where("LINUX_REBOOT_CMD_HALT", -1, 0xcdef0123L)
          .where("LINUX_REBOOT_CMD_CAD_ON", -1, 0x89abcdefL)
          .where("LINUX_REBOOT_CMD_CAD_OFF", -1, 0)
          .where("LINUX_REBOOT_CMD_POWER_OFF", -1, 0x4321fedc)
          .where("LINUX_REBOOT_CMD_RESTART2", -1, 0xa1b2c3d4L)
          .where("LINUX_REBOOT_CMD_SW_SUSPEND", -1, 0xd000fce2L)
          .where("LINUX_REBOOT_CMD_KEXEC", -1, 0x45584543);

  /** linux/quota.h: the command is above the kind of quota. */
  static final FlagNames QUOTA =
      names()
          .where("Q_SYNC", ~0xffL, 0x80000100L)
          .where("Q_QUOTAON", ~0xffL, 0x80000200L)
          .where("Q_QUOTAOFF", ~0xffL, 0x80000300L)
          .where("Q_GETFMT", ~0xffL, 0x80000400L)
          .where("Q_GETINFO", ~0xffL, 0x80000500L)
          .where("Q_SETINFO", ~0xffL, 0x80000600L)
          .where("Q_GETQUOTA", ~0xffL, 0x80000700L)
          .where("Q_SETQUOTA", ~0xffL, 0x80000800L);

  /** The kernel's log, linux/syslog.h. */
  static final FlagNames SYSLOG =
      names()
          .values(
              0,
              "SYSLOG_ACTION_CLOSE",
              "SYSLOG_ACTION_OPEN",
              "SYSLOG_ACTION_READ",
              "SYSLOG_ACTION_READ_ALL",
              "SYSLOG_ACTION_READ_CLEAR",
              "SYSLOG_ACTION_CLEAR",
              "SYSLOG_ACTION_CONSOLE_OFF",
              "SYSLOG_ACTION_CONSOLE_ON",
              "SYSLOG_ACTION_CONSOLE_LEVEL",
              "SYSLOG_ACTION_SIZE_UNREAD",
              "SYSLOG_ACTION_SIZE_BUFFER");

  /** linux/personality.h. */
  static final FlagNames PERSONALITY =
      names()
          .bit("UNAME26", 0x0020000)
          .bit("ADDR_NO_RANDOMIZE", 0x0040000)
          .bit("FDPIC_FUNCPTRS", 0x0080000)
          .bit("MMAP_PAGE_ZERO", 0x0100000)
          .bit("ADDR_COMPAT_LAYOUT", 0x0200000)
          .bit("READ_IMPLIES_EXEC", 0x0400000)
          .bit("ADDR_LIMIT_32BIT", 0x0800000)
          .bit("SHORT_INODE", 0x1000000)
          .bit("WHOLE_SECONDS", 0x2000000)
          .bit("STICKY_TIMEOUTS", 0x4000000)
          .bit("ADDR_LIMIT_3GB", 0x8000000);

  /** linux/io_uring.h. */
  static final FlagNames URING_ENTER =
      names()
          .bit("IORING_ENTER_GETEVENTS", 1)
          .bit("IORING_ENTER_SQ_WAKEUP", 2)
          .bit("IORING_ENTER_SQ_WAIT", 4)
          .bit("IORING_ENTER_EXT_ARG", 8)
          .bit("IORING_ENTER_REGISTERED_RING", 16);

  static final FlagNames URING_REGISTER =
      names()
          .values(
              0,
              "IORING_REGISTER_BUFFERS",
              "IORING_UNREGISTER_BUFFERS",
              "IORING_REGISTER_FILES",
              "IORING_UNREGISTER_FILES",
              "IORING_REGISTER_EVENTFD",
              "IORING_UNREGISTER_EVENTFD",
              "IORING_REGISTER_FILES_UPDATE",
              "IORING_REGISTER_EVENTFD_ASYNC",
              "IORING_REGISTER_PROBE",
              "IORING_REGISTER_PERSONALITY",
              "IORING_UNREGISTER_PERSONALITY",
              "IORING_REGISTER_RESTRICTIONS",
              "IORING_REGISTER_ENABLE_RINGS");

  /** linux/socket.h, address families. */
  static final FlagNames DOMAIN =
      names()
          .values(
              0,
              "AF_UNSPEC",
              "AF_UNIX",
              "AF_INET",
              "AF_AX25",
              "AF_IPX",
              "AF_APPLETALK",
              "AF_NETROM",
              "AF_BRIDGE",
              "AF_ATMPVC",
              "AF_X25",
              "AF_INET6")
          .values(15, "AF_KEY", "AF_NETLINK", "AF_PACKET")
          .values(21, "AF_RDS")
          .values(29, "AF_CAN", "AF_TIPC", "AF_BLUETOOTH")
          .values(38, "AF_ALG", "AF_NFC", "AF_VSOCK")
          .values(44, "AF_XDP");

  static final FlagNames SOCKET =
      names()
          .where("SOCK_STREAM", 0xf, 1)
          .where("SOCK_DGRAM", 0xf, 2)
          .where("SOCK_RAW", 0xf, 3)
          .where("SOCK_RDM", 0xf, 4)
          .where("SOCK_SEQPACKET", 0xf, 5)
          .where("SOCK_PACKET", 0xf, 10)
          .bit("SOCK_NONBLOCK", 0x800)
          .bit("SOCK_CLOEXEC", 0x80000);

  /** As accept4 takes them. */
  static final FlagNames SOCKET_FLAGS =
      names().bit("SOCK_NONBLOCK", 0x800).bit("SOCK_CLOEXEC", 0x80000);

  static final FlagNames MESSAGE =
      names()
          .bit("MSG_OOB", 1)
          .bit("MSG_PEEK", 2)
          .bit("MSG_DONTROUTE", 4)
          .bit("MSG_TRUNC", 0x20)
          .bit("MSG_DONTWAIT", 0x40)
          .bit("MSG_EOR", 0x80)
          .bit("MSG_WAITALL", 0x100)
          .bit("MSG_ERRQUEUE", 0x2000)
          .bit("MSG_NOSIGNAL", 0x4000)
          .bit("MSG_MORE", 0x8000)
          .bit("MSG_ZEROCOPY", 0x4000000)
          .bit("MSG_FASTOPEN", 0x20000000)
          .bit("MSG_CMSG_CLOEXEC", 0x40000000);

  static final FlagNames SHUTDOWN = names().values(0, "SHUT_RD", "SHUT_WR", "SHUT_RDWR");
  static final FlagNames CLOSE_ON_EXEC = names().bit("O_CLOEXEC", 0x80000);
  static final FlagNames FCNTL = names().where("F_DUPFD", -1, 0).where("F_DUPFD_CLOEXEC", -1, 1030);

  private CallNames() {}

  private static FlagNames names() {
    return new FlagNames('|');
  }
}
