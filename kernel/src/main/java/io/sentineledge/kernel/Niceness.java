package io.sentineledge.kernel;

/** How soon a thread gets a processor where several threads want it. */
public final class Niceness {
  private static final int PRIO_PROCESS = 0;
  private static final int CALLER = 0;
  private static final Native SETPRIORITY =
      Native.find(Native.LINKER.defaultLookup(), "setpriority");

  private Niceness() {}

  /**
   * Sets it for the calling thread alone, by setpriority(2), which Linux applies to a thread; on a
   * virtual thread, for the one that carries it now.
   *
   * @param nice from -20 (soonest) to 19
   * @return whether the kernel allows it: less than before needs CAP_SYS_NICE or a limit of the
   *     process (RLIMIT_NICE) that says so
   */
  public static boolean set(int nice) {
    return (int) SETPRIORITY.call(PRIO_PROCESS, CALLER, nice) == 0;
  }
}
