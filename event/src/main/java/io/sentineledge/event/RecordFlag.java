package io.sentineledge.event;

/** Bits of a record's flags, {@code enum se_flag} of {@code bpf/include/event.h}. */
public enum RecordFlag {
  /** A 32-bit system call. */
  COMPAT(1),
  X32(2),
  /** The task is a kernel thread. */
  KTHREAD(4),
  /** The argument list was longer than what is carried. */
  ARGS_CUT(8),
  ENV_CUT(16),
  /** A name from user memory was longer than what is carried. */
  NAME_CUT(32),
  /** A name in user memory could not be read. */
  NAME_FAULT(64),
  /** A request of io_uring; names are the kernel's copies. */
  IO_URING(128),
  /** What the call returned is not known. */
  NO_RESULT(256),
  /** Other tasks use the descriptor table: they may have replaced the file that was opened. */
  FILES_SHARED(512),
  /** The open created the file. */
  CREATED(1024),
  /** The file is one of the agent's process, below /proc; the signal reached the agent. */
  OF_AGENT(2048),
  /** Nobody asks for events of this type: the record is for what state is made from it. */
  FOR_STATE(4096),
  /** Names and addresses are what the kernel copied from the process's memory. */
  NAME_COPIED(8192),
  /** Other tasks use the process's memory: they may have rewritten a name and put it back. */
  MEMORY_SHARED(16384);

  private final int bit;

  RecordFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }
}
