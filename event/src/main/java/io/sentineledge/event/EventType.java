package io.sentineledge.event;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of an event, {@code enum se_type} of {@code bpf/include/event.h}. The Falco name
 * ({@code evt.type}) is the constant's name in lower case.
 */
public enum EventType {
  EXECVE(1, Family.EXEC),
  EXECVEAT(2, Family.EXEC),
  FORK(3, Family.FORK),
  VFORK(4, Family.FORK),
  CLONE(5, Family.FORK),
  CLONE3(6, Family.FORK),
  PROCEXIT(7, Family.EXIT),
  /**
   * Not an event: a process that was already running when the agent started. Rules never see it.
   */
  TASK(8, Family.EXEC),
  COMM(9, Family.COMM),
  CHDIR(10, Family.CHDIR),
  FCHDIR(11, Family.CHDIR),
  PTRACE(12, Family.PTRACE),
  CONNECT(13, Family.NET),
  ACCEPT(14, Family.NET),
  ACCEPT4(15, Family.NET),
  BIND(16, Family.NET),
  LISTEN(17, Family.NET),
  OPEN(18, Family.OPEN),
  OPENAT(19, Family.OPEN),
  OPENAT2(20, Family.OPEN),
  CREAT(21, Family.OPEN),
  UNLINK(22, Family.FS),
  UNLINKAT(23, Family.FS),
  RMDIR(24, Family.FS),
  RENAME(25, Family.FS),
  RENAMEAT(26, Family.FS),
  RENAMEAT2(27, Family.FS),
  LINK(28, Family.FS),
  LINKAT(29, Family.FS),
  SYMLINK(30, Family.FS),
  SYMLINKAT(31, Family.FS),
  CHMOD(32, Family.FS),
  FCHMOD(33, Family.FS),
  FCHMODAT(34, Family.FS),
  FCHMODAT2(35, Family.FS),
  TRUNCATE(36, Family.FS),
  FTRUNCATE(37, Family.FS),
  SOCKET(38, Family.NET),
  SOCKETPAIR(39, Family.NET),
  SENDTO(40, Family.NET),
  SENDMSG(41, Family.NET),
  SENDMMSG(42, Family.NET),
  RECVFROM(43, Family.NET),
  RECVMSG(44, Family.NET),
  RECVMMSG(45, Family.NET),
  SHUTDOWN(46, Family.NET),
  DUP(47, Family.NET),
  DUP2(48, Family.NET),
  DUP3(49, Family.NET),
  FCNTL(50, Family.NET),
  OPEN_BY_HANDLE_AT(51, Family.OPEN),
  SETUID(52, Family.CALL),
  SETGID(53, Family.CALL),
  SETREUID(54, Family.CALL),
  SETREGID(55, Family.CALL),
  SETRESUID(56, Family.CALL),
  SETRESGID(57, Family.CALL),
  SETFSUID(58, Family.CALL),
  SETFSGID(59, Family.CALL),
  SETGROUPS(60, Family.CALL),
  CAPSET(61, Family.CALL),
  KILL(62, Family.CALL),
  TKILL(63, Family.CALL),
  TGKILL(64, Family.CALL),
  PIDFD_SEND_SIGNAL(65, Family.CALL),
  RT_SIGQUEUEINFO(66, Family.CALL),
  RT_TGSIGQUEUEINFO(67, Family.CALL),
  MEMFD_CREATE(68, Family.CALL),
  MMAP(69, Family.CALL),
  MPROTECT(70, Family.CALL),
  PKEY_MPROTECT(71, Family.CALL),
  USERFAULTFD(72, Family.CALL),
  PROCESS_VM_READV(73, Family.CALL),
  PROCESS_VM_WRITEV(74, Family.CALL),
  INIT_MODULE(75, Family.CALL),
  FINIT_MODULE(76, Family.CALL),
  DELETE_MODULE(77, Family.CALL),
  KEXEC_LOAD(78, Family.CALL),
  KEXEC_FILE_LOAD(79, Family.CALL),
  BPF(80, Family.CALL),
  PERF_EVENT_OPEN(81, Family.CALL),
  MOUNT(82, Family.CALL),
  UMOUNT(83, Family.CALL),
  UMOUNT2(84, Family.CALL),
  MOVE_MOUNT(85, Family.CALL),
  OPEN_TREE(86, Family.CALL),
  FSOPEN(87, Family.CALL),
  FSCONFIG(88, Family.CALL),
  FSMOUNT(89, Family.CALL),
  FSPICK(90, Family.CALL),
  MOUNT_SETATTR(91, Family.CALL),
  PIVOT_ROOT(92, Family.CALL),
  CHROOT(93, Family.CALL),
  UNSHARE(94, Family.CALL),
  SETNS(95, Family.CALL),
  /** Not a call: a process was moved to another control group. */
  CGROUP_ATTACH(96, Family.CALL),
  MKDIR(97, Family.CALL),
  MKDIRAT(98, Family.CALL),
  MKNOD(99, Family.CALL),
  MKNODAT(100, Family.CALL),
  CHOWN(101, Family.CALL),
  LCHOWN(102, Family.CALL),
  FCHOWN(103, Family.CALL),
  FCHOWNAT(104, Family.CALL),
  SETXATTR(105, Family.CALL),
  LSETXATTR(106, Family.CALL),
  FSETXATTR(107, Family.CALL),
  SETXATTRAT(108, Family.CALL),
  REMOVEXATTR(109, Family.CALL),
  LREMOVEXATTR(110, Family.CALL),
  FREMOVEXATTR(111, Family.CALL),
  REMOVEXATTRAT(112, Family.CALL),
  UTIME(113, Family.CALL),
  UTIMES(114, Family.CALL),
  FUTIMESAT(115, Family.CALL),
  UTIMENSAT(116, Family.CALL),
  NAME_TO_HANDLE_AT(117, Family.CALL),
  PIDFD_OPEN(118, Family.CALL),
  PIDFD_GETFD(119, Family.CALL),
  ADD_KEY(120, Family.CALL),
  REQUEST_KEY(121, Family.CALL),
  KEYCTL(122, Family.CALL),
  SECCOMP(123, Family.CALL),
  PRCTL(124, Family.CALL),
  SETHOSTNAME(125, Family.CALL),
  SETDOMAINNAME(126, Family.CALL),
  SETTIMEOFDAY(127, Family.CALL),
  CLOCK_SETTIME(128, Family.CALL),
  SWAPON(129, Family.CALL),
  SWAPOFF(130, Family.CALL),
  REBOOT(131, Family.CALL),
  QUOTACTL(132, Family.CALL),
  QUOTACTL_FD(133, Family.CALL),
  ACCT(134, Family.CALL),
  SYSLOG(135, Family.CALL),
  PERSONALITY(136, Family.CALL),
  IOPL(137, Family.CALL),
  IOPERM(138, Family.CALL),
  IO_URING_SETUP(139, Family.CALL),
  IO_URING_ENTER(140, Family.CALL),
  IO_URING_REGISTER(141, Family.CALL),
  PRLIMIT64(142, Family.CALL),
  /** Of a datagram. */
  READ(143, Family.NET),
  /** Not a call: the handshake of a connection is complete. */
  TCP_ESTABLISHED(144, Family.NET),
  /** Not a call: an attempt to connect has failed. */
  TCP_FAILED(145, Family.NET),
  /** Not a call: a connection has ended. */
  TCP_CLOSE(146, Family.NET),
  SPLICE(147, Family.CALL),
  /** A command to a file, by io_uring alone. */
  IO_URING_CMD(148, Family.CALL),
  READV(149, Family.NET),
  PREADV2(150, Family.NET),
  WRITE(151, Family.NET),
  WRITEV(152, Family.NET),
  PWRITEV2(153, Family.NET),
  SENDFILE(154, Family.CALL),
  FANOTIFY_INIT(155, Family.CALL),
  FANOTIFY_MARK(156, Family.CALL),
  IOCTL(157, Family.CALL),
  FILE_SETATTR(158, Family.CALL),
  SETSOCKOPT(159, Family.NET);

  /** Types that share a record body, that is, one struct of {@code event.h}. */
  public enum Family {
    EXEC,
    FORK,
    EXIT,
    COMM,
    CHDIR,
    PTRACE,
    NET,
    OPEN,
    FS,
    CALL
  }

  /** One past the largest id. */
  public static final int COUNT = 160;

  private static final @Nullable EventType[] BY_ID = new EventType[COUNT];

  static {
    for (EventType type : values()) {
      BY_ID[type.id] = type;
    }
  }

  private final int id;
  private final Family family;
  private final String falcoName = name().toLowerCase(Locale.ROOT);

  EventType(int id, Family family) {
    this.id = id;
    this.family = family;
  }

  /** The number in a record; stable for ever. */
  public int id() {
    return id;
  }

  public Family family() {
    return family;
  }

  /** The name in the condition language: the value of {@code evt.type}. */
  public String falcoName() {
    return falcoName;
  }

  /**
   * Whether it is a state of a connection of TCP, which comes about where no process does anything:
   * the process in the record is the one that has the connection, as it was when it got it, or 0
   * where that is not known.
   */
  public boolean isTcpState() {
    return id >= TCP_ESTABLISHED.id && id <= TCP_CLOSE.id;
  }

  /** Whether it is a call that sends datagrams or other messages. */
  public boolean sends() {
    return switch (this) {
      case SENDTO, SENDMSG, SENDMMSG, WRITE, WRITEV, PWRITEV2 -> true;
      default -> false;
    };
  }

  /** Whether it is a call that receives them. */
  public boolean receives() {
    return switch (this) {
      case RECVFROM, RECVMSG, RECVMMSG, READ, READV, PREADV2 -> true;
      default -> false;
    };
  }

  public Lane lane() {
    boolean tree = (id >= MKDIR.id && id <= NAME_TO_HANDLE_AT.id) || this == FILE_SETATTR;
    return family == Family.OPEN || family == Family.FS || tree ? Lane.BULK : Lane.CRITICAL;
  }

  /** The type with this id, or null for an id that this version does not know. */
  public static @Nullable EventType of(int id) {
    return id >= 0 && id < COUNT ? BY_ID[id] : null;
  }
}
