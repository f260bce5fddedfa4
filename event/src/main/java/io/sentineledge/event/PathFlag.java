package io.sentineledge.event;

/** Bits of a path's flags, {@code enum se_path_flag} of {@code bpf/include/event.h}. */
public enum PathFlag {
  /** The components nearest to the root are missing. */
  CUT(1),
  /** The name was removed from its directory. */
  UNLINKED(2),
  /** No place in any tree: a memfd, a pipe, a socket, an anonymous inode. */
  PSEUDO(4),
  /** A memfd or another file of the kernel's internal tmpfs mount. */
  MEMFD(8);

  private final int bit;

  PathFlag(int bit) {
    this.bit = bit;
  }

  public int bit() {
    return bit;
  }
}
