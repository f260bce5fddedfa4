package io.sentineledge.state;

import io.sentineledge.event.Text;

/** What /proc says about a process, read at one time and checked to be of one process. */
final class ProcStatus {
  int pid;

  /** Start, ticks of the boot clock: see {@link ImageIndex#TICK_NANOS}. */
  long startTick;

  Text comm = Text.EMPTY;
  int parentPid;
  int pgid;
  int sid;
  int tty;
  boolean kernelThread;
  boolean zombie;
  int vpid;
  int uid;
  int euid;
  int gid;
  int loginUid = -1;
  long capInheritable;
  int mountNamespace;
  Text argv = Text.EMPTY;

  /** Path of the program, without what the kernel adds for a deleted file. */
  Text exePath = Text.EMPTY;

  boolean exeUnlinked;
  boolean exeMemfd;
  int exeDevice;
  long exeInode;
  long exeMtime;
  long exeCtime;
  Text cwd = Text.EMPTY;
  final int[] stdio = new int[3];
}
