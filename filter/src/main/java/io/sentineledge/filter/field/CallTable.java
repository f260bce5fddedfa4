package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.CallArgument.Kind.CONTENT;
import static io.sentineledge.filter.field.CallArgument.Kind.DESCRIPTOR;
import static io.sentineledge.filter.field.CallArgument.Kind.DIRECTORY;
import static io.sentineledge.filter.field.CallArgument.Kind.EFFECTIVE;
import static io.sentineledge.filter.field.CallArgument.Kind.FILE;
import static io.sentineledge.filter.field.CallArgument.Kind.FIRST;
import static io.sentineledge.filter.field.CallArgument.Kind.GROUP;
import static io.sentineledge.filter.field.CallArgument.Kind.GROUPS;
import static io.sentineledge.filter.field.CallArgument.Kind.INHERITABLE;
import static io.sentineledge.filter.field.CallArgument.Kind.LONG;
import static io.sentineledge.filter.field.CallArgument.Kind.LONG_MEMBER;
import static io.sentineledge.filter.field.CallArgument.Kind.MAPPED;
import static io.sentineledge.filter.field.CallArgument.Kind.MEMBER;
import static io.sentineledge.filter.field.CallArgument.Kind.NAMED;
import static io.sentineledge.filter.field.CallArgument.Kind.NEW_DESCRIPTOR;
import static io.sentineledge.filter.field.CallArgument.Kind.NUMBER_OF_DESCRIPTOR;
import static io.sentineledge.filter.field.CallArgument.Kind.OBJECT;
import static io.sentineledge.filter.field.CallArgument.Kind.OBJECT_ID;
import static io.sentineledge.filter.field.CallArgument.Kind.OBJECT_NAME;
import static io.sentineledge.filter.field.CallArgument.Kind.PERMITTED;
import static io.sentineledge.filter.field.CallArgument.Kind.PROCESS;
import static io.sentineledge.filter.field.CallArgument.Kind.REQUEST_VALUE;
import static io.sentineledge.filter.field.CallArgument.Kind.RESULT;
import static io.sentineledge.filter.field.CallArgument.Kind.SECOND;
import static io.sentineledge.filter.field.CallArgument.Kind.SIGNED;
import static io.sentineledge.filter.field.CallArgument.Kind.TARGET;
import static io.sentineledge.filter.field.CallArgument.Kind.TARGET_DIRECTORY;
import static io.sentineledge.filter.field.CallArgument.Kind.TARGET_FILE;
import static io.sentineledge.filter.field.CallArgument.Kind.UNSIGNED;
import static io.sentineledge.filter.field.CallArgument.Kind.USER;
import static io.sentineledge.filter.field.CallArgument.Kind.WHOLE;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.field.CallArgument.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The arguments of calls that are reported by their arguments alone, one line a call: the other
 * side of {@code bpf/include/calls.h}. Named and ordered as Falco does where it has the call; a
 * call begins with its result.
 */
public final class CallTable {
  private static final Map<EventType, List<CallArgument>> CALLS = new EnumMap<>(EventType.class);

  private final List<CallArgument> list = new ArrayList<>();

  static {
    credentials();
    signals();
    memory();
    code();
    mounts();
    tree();
    processes();
    machine();
  }

  private CallTable() {}

  /** The arguments of a type, in their order; none for types of other families. */
  public static List<CallArgument> of(EventType type) {
    return CALLS.getOrDefault(type, List.of());
  }

  /** Whether a type has an argument of one of these kinds. */
  public static boolean has(EventType type, Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    return of(type).stream().anyMatch(argument -> wanted.contains(argument.kind()));
  }

  private static CallTable call(EventType type) {
    return bare(type).is("res", RESULT, 0);
  }

  /** A call that returns a descriptor. */
  private static CallTable opens(EventType type) {
    return bare(type).is("fd", NEW_DESCRIPTOR, 0);
  }

  private static CallTable bare(EventType type) {
    CallTable call = new CallTable();
    CALLS.put(type, call.list);
    return call;
  }

  private CallTable is(String name, Kind kind, int at) {
    list.add(new CallArgument(name, kind, at, null));
    return this;
  }

  private CallTable named(String name, int at, FlagNames names) {
    list.add(new CallArgument(name, NAMED, at, names));
    return this;
  }

  /** A number of 64 bits of the structure that was passed, whose bits have names. */
  private CallTable members(String name, int at, FlagNames names) {
    list.add(new CallArgument(name, LONG_MEMBER, at, names));
    return this;
  }

  private CallTable capabilities(String name, Kind kind) {
    list.add(new CallArgument(name, kind, 0, FlagNames.CAPABILITIES));
    return this;
  }

  private CallTable path(String name) {
    return is(name, FILE, 0);
  }

  private CallTable dirfd(int at) {
    return is("dirfd", DIRECTORY, at);
  }

  private static void credentials() {
    call(EventType.SETUID).is("uid", USER, 1);
    call(EventType.SETGID).is("gid", GROUP, 1);
    call(EventType.SETREUID).is("ruid", USER, 1).is("euid", USER, 2);
    call(EventType.SETREGID).is("rgid", GROUP, 1).is("egid", GROUP, 2);
    call(EventType.SETRESUID).is("ruid", USER, 1).is("euid", USER, 2).is("suid", USER, 3);
    call(EventType.SETRESGID).is("rgid", GROUP, 1).is("egid", GROUP, 2).is("sgid", GROUP, 3);
    call(EventType.SETFSUID).is("uid", USER, 1);
    call(EventType.SETFSGID).is("gid", GROUP, 1);
    call(EventType.SETGROUPS).is("size", UNSIGNED, 1).is("gidlist", GROUPS, 0);
    call(EventType.CAPSET)
        .capabilities("cap_inheritable", INHERITABLE)
        .capabilities("cap_permitted", PERMITTED)
        .capabilities("cap_effective", EFFECTIVE);
  }

  private static void signals() {
    FlagNames signals = CallNames.SIGNALS;
    call(EventType.KILL).is("pid", PROCESS, 1).named("sig", 2, signals);
    call(EventType.TKILL).is("tid", PROCESS, 1).named("sig", 2, signals);
    call(EventType.TGKILL).is("pid", PROCESS, 1).is("tid", SIGNED, 2).named("sig", 3, signals);
    call(EventType.PIDFD_SEND_SIGNAL)
        .is("pid_fd", NUMBER_OF_DESCRIPTOR, 1)
        .is("pid", TARGET, 0)
        .named("sig", 2, signals);
    call(EventType.RT_SIGQUEUEINFO).is("pid", PROCESS, 1).named("sig", 2, signals);
    call(EventType.RT_TGSIGQUEUEINFO)
        .is("pid", PROCESS, 1)
        .is("tid", SIGNED, 2)
        .named("sig", 3, signals);
  }

  private static void memory() {
    opens(EventType.MEMFD_CREATE).is("name", FIRST, 0).named("flags", 2, CallNames.MEMFD);
    call(EventType.MMAP)
        .is("addr", LONG, 1)
        .is("length", LONG, 2)
        .named("prot", 3, CallNames.PROTECTION)
        .named("flags", 4, CallNames.MAP)
        .is("fd", DESCRIPTOR, 5)
        .is("offset", LONG, 6);
    for (EventType type : List.of(EventType.MPROTECT, EventType.PKEY_MPROTECT)) {
      call(type)
          .is("addr", LONG, 1)
          .is("length", LONG, 2)
          .named("prot", 3, CallNames.PROTECTION)
          .is("file", MAPPED, 0);
    }
    opens(EventType.USERFAULTFD).named("flags", 1, CallNames.USERFAULT);
    for (EventType type : List.of(EventType.PROCESS_VM_READV, EventType.PROCESS_VM_WRITEV)) {
      call(type).is("pid", PROCESS, 1);
    }
  }

  private static void code() {
    call(EventType.INIT_MODULE).is("img", LONG, 1).is("length", LONG, 2).is("uargs", FIRST, 0);
    call(EventType.FINIT_MODULE)
        .is("fd", DESCRIPTOR, 1)
        .is("uargs", FIRST, 0)
        .named("flags", 3, MachineNames.MODULE);
    call(EventType.DELETE_MODULE).is("name", FIRST, 0).named("flags", 2, MachineNames.UNLOAD);
    call(EventType.KEXEC_LOAD)
        .is("entry", LONG, 1)
        .is("nr_segments", LONG, 2)
        .is("flags", UNSIGNED, 4);
    call(EventType.KEXEC_FILE_LOAD)
        .is("fd", DESCRIPTOR, 1)
        .is("initrd_fd", NUMBER_OF_DESCRIPTOR, 2)
        .is("cmdline", FIRST, 0)
        .named("flags", 5, MachineNames.KEXEC_FILE);
    opens(EventType.BPF)
        .named("cmd", 1, BpfNames.COMMANDS)
        .is("type", OBJECT, 0)
        .is("name", OBJECT_NAME, 0)
        .is("id", OBJECT_ID, 0);
    opens(EventType.PERF_EVENT_OPEN)
        .is("type", MEMBER, 0)
        .is("config", LONG_MEMBER, 8)
        .is("pid", PROCESS, 2)
        .is("cpu", SIGNED, 3)
        .is("group_fd", NUMBER_OF_DESCRIPTOR, 4)
        .is("flags", UNSIGNED, 5);
  }

  private static void mounts() {
    call(EventType.MOUNT)
        .is("dev", CONTENT, 0)
        .path("dir")
        .is("type", FIRST, 0)
        .named("flags", 4, MountNames.MOUNT)
        .is("data", SECOND, 0);
    call(EventType.UMOUNT).path("name");
    call(EventType.UMOUNT2).path("name").named("flags", 2, MountNames.UMOUNT);
    call(EventType.MOVE_MOUNT)
        .is("from_dirfd", DIRECTORY, 1)
        .path("from_path")
        .is("to_dirfd", TARGET_DIRECTORY, 3)
        .is("to_path", TARGET_FILE, 0)
        .named("flags", 5, MountNames.MOVE_MOUNT);
    opens(EventType.OPEN_TREE).dirfd(1).path("path").named("flags", 3, MountNames.OPEN_TREE);
    opens(EventType.FSOPEN).is("fstype", FIRST, 0).is("flags", UNSIGNED, 2);
    call(EventType.FSCONFIG)
        .is("fd", NUMBER_OF_DESCRIPTOR, 1)
        .named("cmd", 2, MountNames.FSCONFIG)
        .is("key", FIRST, 0)
        .is("value", SECOND, 0)
        .is("aux", SIGNED, 5);
    opens(EventType.FSMOUNT)
        .is("fs_fd", NUMBER_OF_DESCRIPTOR, 1)
        .is("flags", UNSIGNED, 2)
        .named("attr", 3, MountNames.MOUNT_ATTRIBUTES);
    opens(EventType.FSPICK).dirfd(1).path("path").is("flags", UNSIGNED, 3);
    call(EventType.MOUNT_SETATTR)
        .dirfd(1)
        .path("path")
        .named("flags", 3, MountNames.AT)
        .is("attr_set", LONG_MEMBER, 0)
        .is("attr_clr", LONG_MEMBER, 8);
    call(EventType.PIVOT_ROOT).path("new_root").is("put_old", TARGET_FILE, 0);
    call(EventType.CHROOT).path("path");
    call(EventType.UNSHARE).named("flags", 1, FlagNames.CLONE);
    call(EventType.SETNS).is("fd", DESCRIPTOR, 1).named("nstype", 2, FlagNames.CLONE);
  }

  private static void tree() {
    call(EventType.MKDIR).path("path").named("mode", 2, FlagNames.MODE);
    call(EventType.MKDIRAT).dirfd(1).path("path").named("mode", 3, FlagNames.MODE);
    call(EventType.MKNOD).path("path").named("mode", 2, MountNames.NODE).is("dev", UNSIGNED, 3);
    call(EventType.MKNODAT)
        .dirfd(1)
        .path("path")
        .named("mode", 3, MountNames.NODE)
        .is("dev", UNSIGNED, 4);
    call(EventType.CHOWN).path("path").is("uid", USER, 2).is("gid", GROUP, 3);
    call(EventType.LCHOWN).path("path").is("uid", USER, 2).is("gid", GROUP, 3);
    call(EventType.FCHOWN).is("fd", DESCRIPTOR, 1).is("uid", USER, 2).is("gid", GROUP, 3);
    call(EventType.FCHOWNAT)
        .dirfd(1)
        .path("pathname")
        .is("uid", USER, 3)
        .is("gid", GROUP, 4)
        .named("flags", 5, MountNames.AT);
    for (EventType type : List.of(EventType.SETXATTR, EventType.LSETXATTR)) {
      call(type)
          .path("path")
          .is("name", FIRST, 0)
          .is("size", LONG, 4)
          .named("flags", 5, MountNames.XATTR);
    }
    call(EventType.FSETXATTR)
        .is("fd", DESCRIPTOR, 1)
        .is("name", FIRST, 0)
        .is("size", LONG, 4)
        .named("flags", 5, MountNames.XATTR);
    call(EventType.SETXATTRAT)
        .dirfd(1)
        .path("path")
        .named("at_flags", 3, MountNames.AT)
        .is("name", FIRST, 0);
    call(EventType.REMOVEXATTR).path("path").is("name", FIRST, 0);
    call(EventType.LREMOVEXATTR).path("path").is("name", FIRST, 0);
    call(EventType.FREMOVEXATTR).is("fd", DESCRIPTOR, 1).is("name", FIRST, 0);
    call(EventType.REMOVEXATTRAT)
        .dirfd(1)
        .path("path")
        .named("at_flags", 3, MountNames.AT)
        .is("name", FIRST, 0);
    call(EventType.UTIME).path("path");
    call(EventType.UTIMES).path("path");
    call(EventType.FUTIMESAT).dirfd(1).path("path");
    call(EventType.UTIMENSAT).dirfd(1).path("path").named("flags", 4, MountNames.AT);
    call(EventType.FILE_SETATTR)
        .dirfd(1)
        .path("path")
        .members("xflags", 0, RequestNames.EXTENDED_FLAGS)
        .named("flags", 5, MountNames.AT);
    call(EventType.NAME_TO_HANDLE_AT).dirfd(1).path("path").named("flags", 5, MountNames.AT);
  }

  private static void processes() {
    opens(EventType.PIDFD_OPEN).is("pid", PROCESS, 1).named("flags", 2, CallNames.PIDFD);
    opens(EventType.PIDFD_GETFD)
        .is("pid_fd", NUMBER_OF_DESCRIPTOR, 1)
        .is("pid", TARGET, 0)
        .is("target_fd", SIGNED, 2)
        .is("flags", UNSIGNED, 3);
    for (EventType type : List.of(EventType.ADD_KEY, EventType.REQUEST_KEY)) {
      call(type).is("type", FIRST, 0).is("desc", SECOND, 0);
    }
    call(EventType.KEYCTL)
        .named("op", 1, MachineNames.KEYCTL)
        .is("arg2", LONG, 2)
        .is("arg3", LONG, 3)
        .is("arg4", LONG, 4)
        .is("arg5", LONG, 5);
    call(EventType.SECCOMP).named("op", 1, CallNames.SECCOMP).is("flags", UNSIGNED, 2);
    call(EventType.PRCTL)
        .named("option", 1, CallNames.PRCTL)
        .is("arg2_str", FIRST, 0)
        .is("arg2_int", LONG, 2);
    call(EventType.PRLIMIT64)
        .is("pid", PROCESS, 1)
        .named("resource", 2, CallNames.RESOURCE)
        .is("cur", LONG_MEMBER, 0)
        .is("max", LONG_MEMBER, 8);
    bare(EventType.CGROUP_ATTACH).is("cgroup", FIRST, 0).is("pid", TARGET, 0).is("id", LONG, 1);
  }

  private static void machine() {
    call(EventType.SPLICE)
        .is("fd_in", DESCRIPTOR, 1)
        .is("fd_out", NUMBER_OF_DESCRIPTOR, 3)
        .is("size", LONG, 5)
        .is("flags", UNSIGNED, 6);
    call(EventType.SENDFILE)
        .is("out_fd", NUMBER_OF_DESCRIPTOR, 1)
        .is("in_fd", DESCRIPTOR, 2)
        .is("offset", WHOLE, 0)
        .is("size", LONG, 4);
    opens(EventType.FANOTIFY_INIT)
        .named("flags", 1, FanotifyNames.INIT)
        .named("event_f_flags", 2, FlagNames.OPEN);
    call(EventType.FANOTIFY_MARK)
        .is("fanotify_fd", NUMBER_OF_DESCRIPTOR, 1)
        .named("flags", 2, FanotifyNames.MARK)
        .named("mask", 3, FanotifyNames.MASK)
        .dirfd(4)
        .path("pathname");
    call(EventType.IOCTL)
        .is("fd", DESCRIPTOR, 1)
        .named("request", 2, RequestNames.REQUEST)
        .is("argument", LONG, 3)
        .is("value", REQUEST_VALUE, 4);
    call(EventType.IO_URING_CMD).is("fd", DESCRIPTOR, 1).is("cmd_op", UNSIGNED, 2);
    call(EventType.SETHOSTNAME).is("name", FIRST, 0);
    call(EventType.SETDOMAINNAME).is("name", FIRST, 0);
    call(EventType.SETTIMEOFDAY).is("time", WHOLE, 0);
    call(EventType.CLOCK_SETTIME).named("clockid", 1, MachineNames.CLOCK).is("time", WHOLE, 0);
    call(EventType.SWAPON).path("path").is("flags", UNSIGNED, 2);
    call(EventType.SWAPOFF).path("path");
    call(EventType.REBOOT)
        .is("magic", UNSIGNED, 1)
        .is("magic2", UNSIGNED, 2)
        .named("cmd", 3, MachineNames.REBOOT)
        .is("arg", FIRST, 0);
    call(EventType.QUOTACTL)
        .named("cmd", 1, MountNames.QUOTA)
        .is("special", FIRST, 0)
        .is("id", SIGNED, 3);
    call(EventType.QUOTACTL_FD)
        .is("fd", DESCRIPTOR, 1)
        .named("cmd", 2, MountNames.QUOTA)
        .is("id", SIGNED, 3);
    call(EventType.ACCT).path("name");
    call(EventType.SYSLOG).named("type", 1, MachineNames.SYSLOG).is("len", SIGNED, 3);
    call(EventType.PERSONALITY).named("persona", 1, CallNames.PERSONALITY);
    call(EventType.IOPL).is("level", UNSIGNED, 1);
    call(EventType.IOPERM).is("from", LONG, 1).is("num", LONG, 2).is("turn_on", SIGNED, 3);
    call(EventType.IO_URING_SETUP)
        .is("entries", UNSIGNED, 1)
        .is("sq_entries", MEMBER, 0)
        .is("cq_entries", MEMBER, 4)
        .is("flags", MEMBER, 8)
        .is("sq_thread_cpu", MEMBER, 12)
        .is("sq_thread_idle", MEMBER, 16)
        .is("features", MEMBER, 20);
    call(EventType.IO_URING_ENTER)
        .is("fd", NUMBER_OF_DESCRIPTOR, 1)
        .is("to_submit", UNSIGNED, 2)
        .is("min_complete", UNSIGNED, 3)
        .named("flags", 4, MachineNames.URING_ENTER)
        .is("sig", LONG, 5);
    call(EventType.IO_URING_REGISTER)
        .is("fd", NUMBER_OF_DESCRIPTOR, 1)
        .named("opcode", 2, MachineNames.URING_REGISTER)
        .is("arg", LONG, 3)
        .is("nr_args", UNSIGNED, 4);
  }
}
