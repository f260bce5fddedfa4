package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/**
 * Which files the path literals of rules name, so that a hard link or another mount of such a file
 * is taken for it.
 */
public interface FileIdentities {
  /** Knows no file: names alone decide. */
  FileIdentities NONE =
      new FileIdentities() {
        @Override
        public int register(Text path) {
          return 0;
        }

        @Override
        public long @Nullable [] literals(EventContext event) {
          return null;
        }
      };

  /**
   * Asks for a path to be followed.
   *
   * @param path absolute
   * @return a number for the path, from 0; the same for equal paths
   */
  int register(Text path);

  /**
   * The registered paths that name the file in the event's record, by device and inode, now: bits
   * by number. Null if there is none, which is so for nearly all events. Allocates nothing.
   */
  long @Nullable [] literals(EventContext event);
}
