package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * Fills images from /proc, where records do not tell enough. Limited to a number of processes per
 * second, so that a flood of lost records does not hold up the reader.
 */
final class ProcFiller {
  private static final int PER_SECOND = 500;
  private static final long SECOND = 1_000_000_000L;

  private final ProcReader proc;
  private final RecordReader reader;
  private long second;
  private int used;

  ProcFiller(ProcReader proc, RecordReader reader) {
    this.proc = proc;
    this.reader = reader;
  }

  /** A new image of a running process, or null if it is gone. */
  @Nullable ProcessImage process(int pid, long now) {
    ProcStatus status = proc.status(pid);
    if (status == null) {
      return null;
    }
    long start = status.startTick * ImageIndex.TICK_NANOS;
    ProcessImage image = new ProcessImage(pid, start, ProcessImage.UNKNOWN_GENERATION);
    image.execTime = start;
    image.seen = now;
    image.parentPid = status.parentPid;
    image.parentStart = Math.max(0, proc.startTick(status.parentPid)) * ImageIndex.TICK_NANOS;
    image.vpid = status.vpid;
    image.sid = status.sid;
    image.pgid = status.pgid;
    image.tty = status.tty;
    image.uid = status.uid;
    image.euid = status.euid;
    image.gid = status.gid;
    image.loginUid = status.loginUid;
    image.mountNamespace = status.mountNamespace;
    image.mounts = reader.mounts(status.mountNamespace, 0, 0);
    image.kernelThread = status.kernelThread;
    image.cwd = reader.intern(status.cwd);
    program(image, status);
    return image;
  }

  /**
   * Fills what a lost exec or fork record would have told, if the process is still the same.
   *
   * @param mainThread whether the name in the image is that of the process, and must not have
   *     changed since
   */
  boolean complete(ProcessImage image, boolean mainThread, long now) {
    if (!allowed(now)) {
      return false;
    }
    ProcStatus status = proc.status(image.pid);
    if (status == null
        || status.zombie
        || status.startTick != image.start / ImageIndex.TICK_NANOS
        || (mainThread && !status.comm.equals(image.name))) {
      return false;
    }
    if (image.cwd.isEmpty()) {
      image.cwd = reader.intern(status.cwd);
    }
    program(image, status);
    return true;
  }

  private boolean allowed(long now) {
    if (now - second >= SECOND) {
      second = now;
      used = 0;
    }
    return used++ < PER_SECOND;
  }

  private void program(ProcessImage image, ProcStatus status) {
    image.name = reader.intern(status.comm);
    image.exePath = reader.intern(status.exePath);
    image.exeIsHosts = null;
    image.exeUnlinked = status.exeUnlinked;
    image.exeMemfd = status.exeMemfd;
    image.exeDevice = status.exeDevice;
    image.exeInode = status.exeInode;
    image.exeMtime = status.exeMtime;
    image.exeCtime = status.exeCtime;
    image.capInheritable = status.capInheritable;
    image.stdin = status.stdio[0];
    image.stdout = status.stdio[1];
    image.stderr = status.stdio[2];
    reader.arguments(image, status.argv, Text.EMPTY, false);
  }

  /** Fills the argument list of a running process, if it still is the one of the image. */
  void arguments(ProcessImage image) {
    Text argv = proc.arguments(image.pid, image.start, image.name);
    if (argv != null) {
      reader.arguments(image, argv, Text.EMPTY, false);
    }
  }

  boolean showsAll() {
    return proc.showsAll();
  }

  int[] pids() {
    return proc.pids();
  }

  /** Asks for the present parent. */
  void parent(ProcessImage image) {
    int parent = proc.parent(image.pid, image.start);
    if (parent >= 0 && parent != image.parentPid) {
      image.parentPid = parent;
      image.parentStart = Math.max(0, proc.startTick(parent)) * ImageIndex.TICK_NANOS;
    }
  }

  /** Whether the process of an image has gone. */
  boolean gone(ProcessImage image) {
    return proc.startTick(image.pid) != image.start / ImageIndex.TICK_NANOS;
  }
}
