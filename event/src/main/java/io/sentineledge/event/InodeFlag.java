package io.sentineledge.event;

/**
 * Bits of what a record says of a file, {@code enum se_inode_flag} of {@code bpf/include/event.h}.
 */
public enum InodeFlag {
  /** The file lies in the upper layer of an overlay. */
  UPPER(1),
  /** The file lies on an overlay. */
  OVERLAY(2),
  /** Of memory that becomes executable, from here on: changed less than ten minutes ago. */
  CHANGED(4),
  /** Open for writing. */
  WRITTEN(8),
  /** On a file system of memory, or one that a program serves. */
  MEMORY(16),
  /** Below a folder in which everybody may make files. */
  PUBLIC(32),
  /** In the upper layer, for a process in a pid namespace of its own. */
  ADDED(64),
  /** The file is that of the mapping; else what the descriptor referred to when the call ended. */
  MAPPED(128),
  /** Meanwhile another thread has put another file on the descriptor. */
  EXCHANGED(256);

  private final int bit;

  InodeFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }

  /**
   * Whether it is set.
   *
   * @param flags as a record has them, {@link RecordLayout.Inode#FLAGS}
   */
  public boolean isIn(int flags) {
    return (flags & bit) != 0;
  }
}
