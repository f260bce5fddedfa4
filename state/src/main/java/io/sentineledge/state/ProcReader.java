package io.sentineledge.state;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads processes from a proc file system: the host's, be it mounted at /proc or, in a container,
 * at another place such as /host/proc. What cannot be read (the process is gone, or permission is
 * refused) is left empty. Not safe for use by several threads.
 */
public final class ProcReader {
  private static final int PF_KTHREAD = 0x00200000;
  private static final byte[] DELETED = {' ', '(', 'd', 'e', 'l', 'e', 't', 'e', 'd', ')'};
  private static final Text MEMFD = Text.of("/memfd:");
  private static final Text NULL = Text.of("/dev/null");
  private static final Text KTHREADD = Text.of("kthreadd");

  // enum se_fd_kind
  private static final int FD_CLOSED = 0;
  private static final int FD_FILE = 1;
  private static final int FD_DIR = 2;
  private static final int FD_PIPE = 3;
  private static final int FD_TTY = 4;
  private static final int FD_NULL = 5;
  private static final int FD_SOCKET = 11;
  private static final int FD_OTHER = 12;

  private final Path root;
  private final Lookups lookups;
  private final ProcFile file = new ProcFile();

  /**
   * @param root such as /proc
   */
  public ProcReader(Path root) {
    this(root, Lookups.direct());
  }

  private ProcReader(Path root, Lookups lookups) {
    this.root = root;
    this.lookups = lookups;
  }

  /**
   * A reader of the host's processes, or null where the file system does not show all of them.
   *
   * @param lookups how to ask for what a process can make wait: its executable may be any file, and
   *     its arguments may lie in memory that is mapped from one
   */
  public static @Nullable ProcReader ofHost(Path root, Lookups lookups) {
    ProcReader reader = new ProcReader(root, lookups);
    return reader.showsAll() ? reader : null;
  }

  /**
   * Whether this shows every process by the pid that the kernel's records have: not where the agent
   * has a pid namespace of its own, nor where the mount option hidepid hides the processes of
   * others. In both cases process 2 is missing or is not the kernel's.
   */
  public boolean showsAll() {
    return read(2, "stat") && KTHREADD.equals(file.comm());
  }

  /** The pids present, in ascending order; none if the folder cannot be read. */
  public int[] pids() {
    int[] pids = new int[256];
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[1-9]*")) {
      for (Path entry : entries) {
        if (count == pids.length) {
          pids = Arrays.copyOf(pids, 2 * count);
        }
        pids[count] = number(entry.getFileName().toString());
        count += pids[count] > 0 ? 1 : 0;
      }
    } catch (IOException e) {
      return new int[0];
    }
    pids = Arrays.copyOf(pids, count);
    Arrays.sort(pids);
    return pids;
  }

  private static int number(String name) {
    try {
      return Integer.parseInt(name);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Start of a process in ticks of 10 ms of the boot clock, or -1 if there is none. */
  public long startTick(int pid) {
    return read(pid, "stat") ? file.field(22) : -1;
  }

  /** The present parent's pid, or -1 if the process that started then is gone. */
  int parent(int pid, long start) {
    boolean same = read(pid, "stat") && file.field(22) == start / ImageIndex.TICK_NANOS;
    return same ? (int) file.field(4) : -1;
  }

  /** Everything about one process, or null if it is gone or that can't be read in time. */
  @Nullable ProcStatus status(int pid) {
    return lookups.ask(path(pid, "").toString(), () -> new ProcReader(root).readStatus(pid), null);
  }

  private @Nullable ProcStatus readStatus(int pid) {
    ProcStatus status = new ProcStatus();
    status.pid = pid;
    if (!read(pid, "stat")) {
      return null;
    }
    status.comm = file.comm();
    status.zombie = file.state() == 'Z';
    status.parentPid = (int) file.field(4);
    status.pgid = (int) file.field(5);
    status.sid = (int) file.field(6);
    status.tty = HostFiles.kernelDevice(file.field(7));
    status.kernelThread = (file.field(9) & PF_KTHREAD) != 0;
    status.startTick = file.field(22);
    if (read(pid, "status")) {
      status.uid = (int) file.value("Uid:", 0, 10);
      status.euid = (int) file.value("Uid:", 1, 10);
      status.gid = (int) file.value("Gid:", 0, 10);
      status.vpid = (int) file.value("NSpid:", -1, 10);
      status.capInheritable = file.value("CapInh:", 0, 16);
    }
    if (read(pid, "loginuid")) {
      status.loginUid = (int) file.number();
    }
    FileStat namespace = FileStat.of(path(pid, "ns/mnt"));
    status.mountNamespace = namespace == null ? 0 : (int) namespace.inode();
    if (!status.kernelThread && !status.zombie) {
      program(status, pid);
    }
    return startTick(pid) == status.startTick ? status : null;
  }

  /**
   * The argument list of a process, if it still is the one that started then.
   *
   * @param start ns of the boot clock
   * @param comm the name it must still have, since an exec changes both
   */
  public @Nullable Text arguments(int pid, long start, Text comm) {
    Text name = comm.copy();
    return lookups.ask(
        path(pid, "").toString(), () -> new ProcReader(root).readArguments(pid, start, name), null);
  }

  private @Nullable Text readArguments(int pid, long start, Text comm) {
    Text argv = read(pid, "cmdline") ? file.content() : Text.EMPTY;
    boolean same =
        read(pid, "stat")
            && file.field(22) == start / ImageIndex.TICK_NANOS
            && file.comm().equals(comm);
    return same ? argv : null;
  }

  private void program(ProcStatus status, int pid) {
    status.argv = read(pid, "cmdline") ? file.content() : Text.EMPTY;
    status.cwd = link(path(pid, "cwd"));
    Path exe = path(pid, "exe");
    Text target = link(exe);
    status.exeMemfd = target.startsWith(MEMFD);
    status.exeUnlinked = target.endsWith(Text.of(DELETED));
    int end = target.length() - (status.exeUnlinked ? DELETED.length : 0);
    status.exePath = target.substring(status.exeMemfd ? 1 : 0, end);
    FileStat stat = FileStat.of(exe);
    if (stat != null) {
      status.exeDevice = stat.device();
      status.exeInode = stat.inode();
      status.exeMtime = stat.mtime();
      status.exeCtime = stat.ctime();
    }
    for (int i = 0; i < 3; i++) {
      status.stdio[i] = kind(path(pid, "fd/" + i));
    }
  }

  private static int kind(Path descriptor) {
    String target = link(descriptor).toString();
    if (target.isEmpty()) {
      return FD_CLOSED;
    }
    if (target.startsWith("socket:")) {
      return FD_SOCKET;
    }
    if (target.startsWith("pipe:")) {
      return FD_PIPE;
    }
    if (target.equals(NULL.toString())) {
      return FD_NULL;
    }
    if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
      return FD_TTY;
    }
    if (Files.isRegularFile(descriptor)) {
      return FD_FILE;
    }
    return Files.isDirectory(descriptor) ? FD_DIR : FD_OTHER;
  }

  private Path path(int pid, String name) {
    return root.resolve(pid + "/" + name);
  }

  private static Text link(Path link) {
    try {
      Path target = Files.readSymbolicLink(link);
      return target.isAbsolute() ? Text.of(HostFiles.bytes(target)) : Text.of(target.toString());
    } catch (IOException e) {
      return Text.EMPTY;
    }
  }

  private boolean read(int pid, String name) {
    return file.read(path(pid, name));
  }
}
