package io.sentineledge.state;

/**
 * What the kernel remembers of files by their names; asking it waits for no file system. What the
 * last name led to stays until the next one is asked for. Used by one thread.
 */
public interface NameCache {
  /** What is known of a name. */
  enum Answer {
    FOUND,
    MISSING,
    /** Only the file system could tell. */
    UNKNOWN
  }

  /** Knows nothing: where there is no kernel to ask, or an older one. */
  NameCache NONE =
      new NameCache() {
        @Override
        public Answer find(byte[] name, boolean follow) {
          return Answer.UNKNOWN;
        }

        @Override
        public FileStat stat() {
          return FileStat.UNANSWERED;
        }

        @Override
        public byte[] path() {
          return new byte[0];
        }
      };

  /**
   * Looks at a name in the agent's root.
   *
   * @param name absolute
   * @param follow whether a link that it ends in is followed
   */
  Answer find(byte[] name, boolean follow);

  /** The file that was found. */
  FileStat stat();

  /** Its path without links. */
  byte[] path();
}
