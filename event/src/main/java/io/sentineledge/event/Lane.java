package io.sentineledge.event;

/** The ring buffer that carries a record. */
public enum Lane {
  /** Wakes the reader at once and is never limited: exec, fork, exit, network, ptrace, chdir. */
  CRITICAL,
  /**
   * Read at the latest after the reader's bounded sleep: opened files and changes to the file tree.
   */
  BULK
}
