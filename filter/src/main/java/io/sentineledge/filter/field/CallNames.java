package io.sentineledge.filter.field;

/** Names of numbers and bits that calls about processes and their memory take; values of x86-64. */
final class CallNames {
  /** asm/signal.h; a number has one name. */
  static final FlagNames SIGNALS =
      new FlagNames()
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
      new FlagNames()
          .where("PROT_NONE", 7, 0)
          .bit("PROT_READ", 1)
          .bit("PROT_WRITE", 2)
          .bit("PROT_EXEC", 4)
          .bit("PROT_SEM", 8)
          .bit("PROT_GROWSDOWN", 0x01000000)
          .bit("PROT_GROWSUP", 0x02000000);

  static final FlagNames MAP =
      new FlagNames()
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
      new FlagNames()
          .bit("MFD_CLOEXEC", 1)
          .bit("MFD_ALLOW_SEALING", 2)
          .bit("MFD_HUGETLB", 4)
          .bit("MFD_NOEXEC_SEAL", 8)
          .bit("MFD_EXEC", 16);

  /** linux/userfaultfd.h. */
  static final FlagNames USERFAULT =
      new FlagNames()
          .bit("O_CLOEXEC", 0x80000)
          .bit("O_NONBLOCK", 0x800)
          .bit("UFFD_USER_MODE_ONLY", 1);

  /** linux/pidfd.h. */
  static final FlagNames PIDFD =
      new FlagNames().bit("PIDFD_NONBLOCK", 0x800).bit("PIDFD_THREAD", 0x80);

  /** linux/seccomp.h. */
  static final FlagNames SECCOMP =
      new FlagNames()
          .values(
              0,
              "SECCOMP_SET_MODE_STRICT",
              "SECCOMP_SET_MODE_FILTER",
              "SECCOMP_GET_ACTION_AVAIL",
              "SECCOMP_GET_NOTIF_SIZES");

  /** linux/prctl.h. */
  static final FlagNames PRCTL =
      new FlagNames()
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

  /** linux/personality.h. */
  static final FlagNames PERSONALITY =
      new FlagNames()
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

  /** linux/resource.h. */
  static final FlagNames RESOURCE =
      new FlagNames()
          .values(
              0,
              "RLIMIT_CPU",
              "RLIMIT_FSIZE",
              "RLIMIT_DATA",
              "RLIMIT_STACK",
              "RLIMIT_CORE",
              "RLIMIT_RSS",
              "RLIMIT_NPROC",
              "RLIMIT_NOFILE",
              "RLIMIT_MEMLOCK",
              "RLIMIT_AS",
              "RLIMIT_LOCKS",
              "RLIMIT_SIGPENDING",
              "RLIMIT_MSGQUEUE",
              "RLIMIT_NICE",
              "RLIMIT_RTPRIO",
              "RLIMIT_RTTIME");

  private CallNames() {}
}
