package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * One program in one process: what a process is between two execs. A process that never execs
 * shares the texts of the image it was forked from.
 *
 * <p>Written by the reader's thread alone. Texts are values of their own, kept as long as the
 * image.
 */
public final class ProcessImage {
  /** Thread group id in the initial pid namespace. */
  public final int pid;

  /** Start of the process, ns of the boot clock. */
  public final long start;

  /**
   * Execs so far in this line of descent; {@link #UNKNOWN_GENERATION} for a process read from
   * /proc.
   */
  public final int generation;

  /** A process found in /proc, where the kernel does not tell the generation. */
  public static final int UNKNOWN_GENERATION = -1;

  /** The name that the kernel set at exec ({@code proc.name}). */
  public Text name = Text.EMPTY;

  /** argv[0] ({@code proc.exe}). */
  public Text exe = Text.EMPTY;

  /** Path of the executable file in the container's or host's root ({@code proc.exepath}). */
  public Text exePath = Text.EMPTY;

  /** Arguments after argv[0], joined by blanks ({@code proc.args}). */
  public Text args = Text.EMPTY;

  /** {@code proc.name} and {@code proc.args}, joined by a blank ({@code proc.cmdline}). */
  public Text commandLine = Text.EMPTY;

  /** argv as the kernel holds it, each ended by a zero byte. */
  public Text argv = Text.EMPTY;

  /** Environment, each ended by a zero byte; empty unless captured. */
  public Text environment = Text.EMPTY;

  /** What was asked to be executed: for a script, the script. */
  public Text asked = Text.EMPTY;

  /** Working directory, kept by chdir events. */
  public Text cwd = Text.EMPTY;

  /**
   * Process that created this one, as it was then; null at the root and where it is no longer
   * known.
   */
  public @Nullable ProcessImage creator;

  /**
   * Present parent: differs from the creator after reparenting, CLONE_PARENT, or the parent's exec.
   */
  public @Nullable ProcessImage parent;

  public int parentPid;
  public int vpid;
  public int sid;
  public int pgid;
  public int tty;
  public int uid;
  public int loginUid;
  public long workload;

  /** Time of the exec (or of the fork, without one), ns of the boot clock. */
  public long execTime;

  /** Time of the exit, ns of the boot clock, or 0. */
  public long exitTime;

  /** Device and inode of the executable, kernel encoding; 0: unknown. */
  public long exeInode;

  public int exeDevice;

  /** Modification and change time of the executable, ns since 1970. */
  public long exeMtime;

  public long exeCtime;
  public boolean exeMemfd;
  public boolean exeUnlinked;
  public boolean exeUpperLayer;
  public boolean exeWritable;

  /** {@code enum se_fd_kind} of descriptors 0, 1 and 2 at exec. */
  public int stdin;

  public int stdout;
  public int stderr;
  public boolean argsCut;

  /** Whether this process is a kernel thread. */
  public boolean kernelThread;

  public ProcessImage(int pid, long start, int generation) {
    this.pid = pid;
    this.start = start;
    this.generation = generation;
  }
}
