package io.sentineledge.state;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.InodeFlag;
import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.Text;

/** Fills images from records. */
final class RecordReader {
  private static final int COMM_BYTES = 16;
  private static final long CAP_DAC_OVERRIDE = 1L << 1;
  private static final long CAP_FOWNER = 1L << 3;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final Text DOTS = Text.of("..");

  private final TextPool pool = new TextPool();
  private final ArgumentStore arguments;
  private final Text text = new Text();
  private final Text list = new Text();
  private final Text environment = new Text();
  private HostRoot host = HostRoot.unknown("not told yet");

  RecordReader(ArgumentStore arguments) {
    this.arguments = arguments;
  }

  /** Says where the namespaces of the host are known from. */
  void host(HostRoot root) {
    host = root;
  }

  Text intern(Text value) {
    return pool.intern(value);
  }

  /** Takes over what every header says about a process, unless a newer event said it already. */
  void header(ProcessImage image, EventView event) {
    long time = event.time();
    image.idsChanged = false;
    if (time < image.seen) {
      return;
    }
    image.seen = time;
    image.parentPid = event.u32(Header.PPID);
    image.parentStart = event.u64(Header.PARENT_START);
    image.vpid = event.u32(Header.VPID);
    image.sid = event.u32(Header.SID);
    image.pgid = event.u32(Header.PGID);
    image.tty = event.u32(Header.TTY);
    int uid = event.u32(Header.UID);
    int euid = event.u32(Header.EUID);
    int gid = event.u32(Header.GID);
    image.idsChanged = image.uid != uid || image.euid != euid || image.gid != gid;
    image.uid = uid;
    image.euid = euid;
    image.gid = gid;
    image.loginUid = event.u32(Header.LOGINUID);
    image.workload = event.u64(Header.WORKLOAD);
    image.mountNamespace = event.u32(Header.MNT_NS);
    image.kernelThread = event.flag(RecordFlag.KTHREAD);
  }

  /** Whose mounts a process sees at the time of an event. */
  Mounts mounts(EventView event) {
    return mounts(event.u32(Header.MNT_NS), event.u32(Header.PID_NS), event.u32(Header.USER_NS));
  }

  Mounts mounts(int mountNamespace, int pidNamespace, int userNamespace) {
    return Mounts.of(host, mountNamespace, pidNamespace, userNamespace);
  }

  /** What a fork record says about the child. */
  void child(ProcessImage image, EventView event) {
    if (event.time() < image.seen) {
      return;
    }
    image.seen = event.time();
    image.parentPid = event.u32(Fork.CHILD_PPID);
    image.parentStart = event.u64(Fork.CHILD_PARENT_START);
    image.vpid = event.u32(Fork.CHILD_VPID);
    image.workload = event.u64(Fork.CHILD_WORKLOAD);
  }

  /** The program that an exec record, or that of a running process, tells. */
  void program(ProcessImage image, EventView event) {
    image.name = pool.intern(event.comm());
    image.renamed = Text.EMPTY;
    image.exePath = event.hostPath(Exec.EXE, text) ? pool.intern(text) : Text.EMPTY;
    image.exeMemfd = event.pathFlag(Exec.EXE, PathFlag.MEMFD);
    image.exeUnlinked = event.pathFlag(Exec.EXE, PathFlag.UNLINKED);
    if (event.hostPath(Exec.CWD, text)) {
      image.cwd = pool.intern(text);
    }
    image.asked = event.asked(Exec.ASKED, text) ? pool.intern(text) : Text.EMPTY;
    image.mounts = mounts(event);
    image.exeIsHosts = null;
    image.script = isOwnPathOfScript(event, image) ? image.asked : Text.EMPTY;
    image.exeDevice = event.u32(Exec.INODE + Inode.DEV);
    image.exeInode = event.u64(Exec.INODE + Inode.INO);
    image.exeMtime = event.u64(Exec.MTIME);
    image.exeCtime = event.u64(Exec.CTIME);
    image.exeUpperLayer = InodeFlag.UPPER.isIn(event.u32(Exec.INODE + Inode.FLAGS));
    image.exeWritable = image.exeDevice != 0 && writable(event);
    image.stdin = event.u8(Exec.STDIO);
    image.stdout = event.u8(Exec.STDIO + 1);
    image.stderr = event.u8(Exec.STDIO + 2);
    image.capInheritable = event.u64(Exec.CAP_INHERITABLE);
    if (event.text(Exec.ARGS, list)) {
      if (!event.text(Exec.ENV, environment)) {
        environment.set(Text.EMPTY.array(), 0, 0);
      }
      arguments(image, list, environment, event.flag(RecordFlag.ARGS_CUT));
    } else {
      arguments(image, Text.EMPTY, Text.EMPTY, event.typeId() != EventType.TASK.id());
    }
  }

  /**
   * Whether what was asked for leads to a script of that path in the container's or host's root:
   * not through another root or mounts of one's own, nor by a name in which {@code ..} follows a
   * symbolic link.
   */
  private boolean isOwnPathOfScript(EventView event, ProcessImage image) {
    return event.present(Exec.INTERP)
        && image.mounts != Mounts.OWN
        && event.u16(Exec.EXE + Path.ROOT) == event.u16(Exec.EXE + Path.NAMES + Span.LEN)
        && event.text(Exec.ASKED + Asked.TEXT, text)
        && !text.contains(DOTS);
  }

  /** Sets the argument list; texts may be views. */
  void arguments(ProcessImage image, Text argv, Text env, boolean cut) {
    int end = 0;
    while (end < argv.length() && argv.at(end) != 0) {
      end++;
    }
    text.set(argv.array(), argv.offset(), end);
    image.exe = pool.intern(text);
    arguments.set(image, argv, env, cut);
  }

  /** By capabilities, ownership (an owner can chmod) and mode; access lists are not looked at. */
  private static boolean writable(EventView event) {
    int mode = event.u32(Exec.INODE + Inode.MODE);
    int fsuid = event.u32(Header.FSUID);
    if ((event.u64(Header.CAP_EFFECTIVE) & (CAP_DAC_OVERRIDE | CAP_FOWNER)) != 0) {
      return true;
    }
    if (fsuid == event.u32(Exec.INODE + Inode.UID)) {
      return true;
    }
    boolean group = event.u32(Header.EGID) == event.u32(Exec.INODE + Inode.GID);
    return (mode & (group ? GROUP_WRITES : OTHERS_WRITE)) != 0;
  }

  void chdir(ProcessImage image, EventView event) {
    if (event.result() >= 0 && event.hostPath(Chdir.CWD, text)) {
      image.cwd = pool.intern(text);
    }
  }

  /** The new name, if it is the process that is renamed and not one of its other threads. */
  void comm(ProcessImage image, EventView event) {
    if (event.u32(Comm.TARGET_TID) == image.pid) {
      event.fixed(Comm.NAME, COMM_BYTES, text);
      image.renamed = pool.intern(text);
    }
  }
}
