package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of the bits of a number, in the order in which they are written. A name is shown where the
 * bits of its mask have its value.
 */
public final class FlagNames {
  /** Open flags, in Falco's order; values from asm-generic/fcntl.h or the architecture's own. */
  static final FlagNames OPEN = open("aarch64".equals(System.getProperty("os.arch")));

  /** linux/sched.h. */
  static final FlagNames CLONE =
      new FlagNames()
          .bit("CLONE_FILES", 0x400)
          .bit("CLONE_FS", 0x200)
          .bit("CLONE_IO", 0x80000000L)
          .bit("CLONE_NEWIPC", 0x08000000)
          .bit("CLONE_NEWNET", 0x40000000)
          .bit("CLONE_NEWNS", 0x20000)
          .bit("CLONE_NEWPID", 0x20000000)
          .bit("CLONE_NEWUTS", 0x04000000)
          .bit("CLONE_PARENT", 0x8000)
          .bit("CLONE_PARENT_SETTID", 0x100000)
          .bit("CLONE_PTRACE", 0x2000)
          .bit("CLONE_SIGHAND", 0x800)
          .bit("CLONE_SYSVSEM", 0x40000)
          .bit("CLONE_THREAD", 0x10000)
          .bit("CLONE_UNTRACED", 0x800000)
          .bit("CLONE_VM", 0x100)
          .bit("CLONE_NEWUSER", 0x10000000)
          .bit("CLONE_CHILD_CLEARTID", 0x200000)
          .bit("CLONE_CHILD_SETTID", 0x1000000)
          .bit("CLONE_SETTLS", 0x80000)
          .bit("CLONE_VFORK", 0x4000)
          .bit("CLONE_NEWCGROUP", 0x02000000)
          .bit("CLONE_PIDFD", 0x1000)
          .bit("CLONE_INTO_CGROUP", 0x200000000L);

  static final FlagNames MODE = new FlagNames().permissions();

  /** linux/ptrace.h and asm/ptrace-abi.h; a number has one name. */
  static final FlagNames PTRACE =
      new FlagNames()
          .values(
              0,
              "PTRACE_TRACEME",
              "PTRACE_PEEKTEXT",
              "PTRACE_PEEKDATA",
              "PTRACE_PEEKUSR",
              "PTRACE_POKETEXT",
              "PTRACE_POKEDATA",
              "PTRACE_POKEUSR",
              "PTRACE_CONT",
              "PTRACE_KILL",
              "PTRACE_SINGLESTEP")
          .values(
              12,
              "PTRACE_GETREGS",
              "PTRACE_SETREGS",
              "PTRACE_GETFPREGS",
              "PTRACE_SETFPREGS",
              "PTRACE_ATTACH",
              "PTRACE_DETACH",
              "PTRACE_GETFPXREGS",
              "PTRACE_SETFPXREGS")
          .values(21, "PTRACE_OLDSETOPTIONS")
          .values(24, "PTRACE_SYSCALL", "PTRACE_GET_THREAD_AREA", "PTRACE_SET_THREAD_AREA")
          .values(
              30,
              "PTRACE_ARCH_PRCTL",
              "PTRACE_SYSEMU",
              "PTRACE_SYSEMU_SINGLESTEP",
              "PTRACE_SINGLEBLOCK")
          .values(
              0x4200,
              "PTRACE_SETOPTIONS",
              "PTRACE_GETEVENTMSG",
              "PTRACE_GETSIGINFO",
              "PTRACE_SETSIGINFO",
              "PTRACE_GETREGSET",
              "PTRACE_SETREGSET",
              "PTRACE_SEIZE",
              "PTRACE_INTERRUPT",
              "PTRACE_LISTEN",
              "PTRACE_PEEKSIGINFO",
              "PTRACE_GETSIGMASK",
              "PTRACE_SETSIGMASK",
              "PTRACE_SECCOMP_GET_FILTER",
              "PTRACE_SECCOMP_GET_METADATA",
              "PTRACE_GET_SYSCALL_INFO",
              "PTRACE_GET_RSEQ_CONFIGURATION");

  /** linux/openat2.h. */
  static final FlagNames RESOLVE =
      new FlagNames()
          .bit("RESOLVE_BENEATH", 0x08)
          .bit("RESOLVE_IN_ROOT", 0x10)
          .bit("RESOLVE_NO_MAGICLINKS", 0x02)
          .bit("RESOLVE_NO_SYMLINKS", 0x04)
          .bit("RESOLVE_NO_XDEV", 0x01)
          .bit("RESOLVE_CACHED", 0x20);

  /** linux/fs.h. */
  static final FlagNames RENAME =
      new FlagNames()
          .bit("RENAME_NOREPLACE", 1)
          .bit("RENAME_EXCHANGE", 2)
          .bit("RENAME_WHITEOUT", 4);

  /** linux/fcntl.h, as unlinkat and linkat take them. */
  static final FlagNames UNLINKAT = new FlagNames().bit("AT_REMOVEDIR", 0x200);

  static final FlagNames LINKAT =
      new FlagNames().bit("AT_SYMLINK_FOLLOW", 0x400).bit("AT_EMPTY_PATH", 0x1000);

  /** What is remarkable about an executable; the bits are {@link EventArguments}' own. */
  static final FlagNames EXECUTABLE =
      new FlagNames().bit("EXE_WRITABLE", 1).bit("EXE_UPPER_LAYER", 2).bit("EXE_FROM_MEMFD", 4);

  /** linux/capability.h, by number. */
  static final FlagNames CAPABILITIES =
      capabilities(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  private final char separator;
  private final List<Text> names = new ArrayList<>();
  private final long[] masks = new long[Long.SIZE];
  private final long[] values = new long[Long.SIZE];

  /** Names that are separated as Falco does. */
  FlagNames() {
    this('|');
  }

  private FlagNames(char separator) {
    this.separator = separator;
  }

  private static FlagNames open(boolean arm) {
    long directory = arm ? 0x4000 : 0x10000;
    long temporary = 0x400000 | directory;
    return new FlagNames()
        .bit("O_LARGEFILE", arm ? 0x20000 : 0x8000)
        .where("O_DIRECTORY", temporary, directory)
        .bit("O_DIRECT", arm ? 0x10000 : 0x4000)
        .bit("O_TRUNC", 0x200)
        .bit("O_SYNC", 0x101000)
        .bit("O_NONBLOCK", 0x800)
        .bit("O_EXCL", 0x80)
        .bit("O_DSYNC", 0x1000)
        .bit("O_APPEND", 0x400)
        .bit("O_CREAT", 0x40)
        .where("O_RDWR", 3, 2)
        .where("O_WRONLY", 3, 1)
        .where("O_RDONLY", 3, 0)
        .bit("O_CLOEXEC", 0x80000)
        .bit("O_TMPFILE", temporary)
        .bit("O_NOFOLLOW", arm ? 0x8000 : 0x20000)
        .bit("O_PATH", 0x200000);
  }

  private static FlagNames capabilities(String... names) {
    FlagNames flags = new FlagNames(' ');
    for (int i = 0; i < names.length; i++) {
      flags.bit("CAP_" + names[i], 1L << i);
    }
    return flags;
  }

  /** Numbers in a row that have one name each. */
  FlagNames values(long first, String... named) {
    for (int i = 0; i < named.length; i++) {
      where(named[i], -1, first + i);
    }
    return this;
  }

  /** Bits that are all set. */
  FlagNames bit(String name, long bits) {
    return where(name, bits, bits);
  }

  /** Bits of a mask that have a value. */
  FlagNames where(String name, long mask, long value) {
    masks[names.size()] = mask;
    values[names.size()] = value;
    names.add(Text.of(name));
    return this;
  }

  /** The permission bits of linux/stat.h. */
  FlagNames permissions() {
    return bit("S_IXOTH", 01)
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
  }

  char separator() {
    return separator;
  }

  int count() {
    return names.size();
  }

  Text name(int index) {
    return names.get(index);
  }

  /** The bits that a name stands for. */
  long value(int index) {
    return values[index];
  }

  /** The names that a number shows, as bits by index. */
  long shown(long number) {
    long shown = 0;
    for (int i = 0, count = names.size(); i < count; i++) {
      if ((number & masks[i]) == values[i]) {
        shown |= 1L << i;
      }
    }
    return shown;
  }

  /** Whether a number shows one of some names, which are given as bits by index. */
  boolean showsOneOf(long some, long number) {
    for (long left = some; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if ((number & masks[i]) == values[i]) {
        return true;
      }
    }
    return false;
  }
}
