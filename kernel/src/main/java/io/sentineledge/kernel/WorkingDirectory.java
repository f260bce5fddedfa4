package io.sentineledge.kernel;

import java.lang.foreign.Arena;

/** The folder of the process in which relative names begin. */
public final class WorkingDirectory {
  private static final Native CHDIR = Native.find(Native.LINKER.defaultLookup(), "chdir");

  private WorkingDirectory() {}

  /**
   * Changes it for the whole process, by chdir(2). Java goes on to resolve relative names as
   * before.
   *
   * @return whether there is such a folder and it may be entered
   */
  public static boolean change(String path) {
    try (Arena scratch = Arena.ofConfined()) {
      return (int) CHDIR.call(scratch.allocateFrom(path).address()) == 0;
    }
  }
}
