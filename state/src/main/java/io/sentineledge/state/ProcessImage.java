package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * One program in one process: what a process is between two execs. A process that never execs
 * shares the texts of the image it was forked from.
 *
 * <p>Changed and read by the reader's thread alone. Texts are values of their own, kept as long as
 * the image. Ancestors are found with {@link ProcessTable#parent}.
 */
public final class ProcessImage {
  /** A process found in /proc, where the kernel does not tell the generation. */
  public static final int UNKNOWN_GENERATION = -1;

  /** Thread group id in the initial pid namespace. */
  public final int pid;

  /**
   * Start of the process, ns of the boot clock; a multiple of 10 ms until the first event of a
   * process that was found in /proc.
   */
  public long start;

  /**
   * Execs so far in this line of descent; {@link #UNKNOWN_GENERATION} until the first event of a
   * process that was found in /proc.
   */
  public int generation;

  /** The name that the kernel set at exec ({@code proc.name}). */
  public Text name = Text.EMPTY;

  /** The name that the process gave itself since, or empty. */
  public Text renamed = Text.EMPTY;

  /** argv[0] ({@code proc.exe}). */
  public Text exe = Text.EMPTY;

  /** Path of the executable file in the container's or host's root ({@code proc.exepath}). */
  public Text exePath = Text.EMPTY;

  /**
   * What was asked to be executed, in the root of the process and with dots taken out: for a
   * script, the script.
   */
  public Text asked = Text.EMPTY;

  /** {@link #asked} of a script, if it can only be the script's own path; or empty. */
  public Text script = Text.EMPTY;

  /** What the process saw of the host's files when it executed its program. */
  public Mounts mounts = Mounts.HOST;

  /** Working directory in the container's or host's root, kept by chdir events. */
  public Text cwd = Text.EMPTY;

  /** The present parent's thread group id. */
  public int parentPid;

  /** Start of the present parent, ns of the boot clock. */
  public long parentStart;

  /** Thread group id in the process's own pid namespace. */
  public int vpid;

  public int sid;
  public int pgid;

  /** Device number of the controlling terminal, kernel encoding; 0: none. */
  public int tty;

  public int uid;
  public int euid;
  public int gid;

  /** Whether the last event told another uid, euid or gid than what was known before. */
  public boolean idsChanged;

  public int loginUid;

  /** cgroup id; 0: not known yet. */
  public long workload;

  /** Inode number of the mount namespace; 0: not known yet. */
  public int mountNamespace;

  /** Time of the exec (of the fork, without one), ns of the boot clock. */
  public long execTime;

  /** When the image was replaced by an exec, or the process exited, ns of the boot clock; or 0. */
  public long endTime;

  /** Whether the image ended by the exit of the process and not by an exec. */
  public boolean exited;

  /** Device and inode of the executable, kernel encoding; 0: unknown. */
  public int exeDevice;

  public long exeInode;

  /** Modification and change time of the executable, ns since 1970. */
  public long exeMtime;

  public long exeCtime;
  public boolean exeMemfd;
  public boolean exeUnlinked;
  public boolean exeUpperLayer;

  /** Whether the user who ran the executable can write to it. */
  public boolean exeWritable;

  /** {@code enum se_fd_kind} of descriptors 0, 1 and 2 at exec. */
  public int stdin;

  public int stdout;
  public int stderr;

  /** Inheritable capabilities at exec. */
  public long capInheritable;

  /** Whether this process is a kernel thread. */
  public boolean kernelThread;

  /** Whether the record that made this image was lost: it is put together from later ones. */
  public boolean rebuilt;

  /** The image that forked this process; null once it is gone from memory. */
  @Nullable ProcessImage creator;

  /**
   * What whoever evaluates events found out about the texts of the image and wants to find again;
   * with the texts, a forked image takes it over.
   */
  public @Nullable Object facts;

  /** Whether {@link #exePath} leads to the executable in the host's root; null: not looked at. */
  @Nullable Boolean exeIsHosts;

  Arguments arguments = Arguments.NONE;

  /** Time of the newest event that the numbers above are from. */
  long seen;

  // Kept by ImageIndex: images of one pid, the newest first.
  @Nullable ProcessImage newer;
  @Nullable ProcessImage older;

  // Kept by ImageMemory.
  @Nullable ProcessImage nextEnded;
  int holders;
  ImageMemory.State state = ImageMemory.State.NEW;

  ProcessImage(int pid, long start, int generation) {
    this.pid = pid;
    this.start = start;
    this.generation = generation;
  }

  /** The image that forked this process, as it was then; null if not, or no longer, known. */
  public @Nullable ProcessImage creator() {
    ProcessImage image = creator;
    return image == null || image.state == ImageMemory.State.GONE ? null : image;
  }

  /** argv as the kernel holds it, each ended by a zero byte. */
  public Text argv() {
    return arguments.argv;
  }

  /** Arguments after argv[0], joined by blanks ({@code proc.args}). */
  public Text args() {
    return arguments.args;
  }

  /** {@code proc.name} and {@code proc.args}, joined by a blank ({@code proc.cmdline}). */
  public Text commandLine() {
    return arguments.commandLine;
  }

  /** Environment, each ended by a zero byte; empty unless captured. */
  public Text environment() {
    return arguments.environment;
  }

  /** Whether {@link #argv} and what is made of it are incomplete. */
  public boolean argsCut() {
    return arguments.cut;
  }

  /** The same as {@link #facts} of the arguments, for all images that have the same ones. */
  public @Nullable Object argumentFacts() {
    return arguments.facts;
  }

  /** Keeps what was found out about the arguments; not for an image without any. */
  public void argumentFacts(Object found) {
    if (arguments != Arguments.NONE) {
      arguments.facts = found;
    }
  }

  /** Whether this and another are images of one process. */
  public boolean sameProcess(ProcessImage other) {
    return pid == other.pid && ImageIndex.sameTick(start, other.start);
  }

  /** Copies what a process inherits by fork, or keeps across exec. */
  void inherit(ProcessImage from) {
    facts = from.facts;
    name = from.name;
    renamed = from.renamed;
    exe = from.exe;
    exePath = from.exePath;
    asked = from.asked;
    script = from.script;
    mounts = from.mounts;
    cwd = from.cwd;
    sid = from.sid;
    pgid = from.pgid;
    tty = from.tty;
    uid = from.uid;
    euid = from.euid;
    gid = from.gid;
    loginUid = from.loginUid;
    workload = from.workload;
    mountNamespace = from.mountNamespace;
    exeDevice = from.exeDevice;
    exeInode = from.exeInode;
    exeMtime = from.exeMtime;
    exeCtime = from.exeCtime;
    exeIsHosts = from.exeIsHosts;
    exeMemfd = from.exeMemfd;
    exeUnlinked = from.exeUnlinked;
    exeUpperLayer = from.exeUpperLayer;
    exeWritable = from.exeWritable;
    stdin = from.stdin;
    stdout = from.stdout;
    stderr = from.stderr;
    capInheritable = from.capInheritable;
    kernelThread = from.kernelThread;
  }
}
