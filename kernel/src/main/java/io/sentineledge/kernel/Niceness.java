package io.sentineledge.kernel;

/** How soon a thread gets a processor where several threads want it. */
public final class Niceness {
  private static final int PRIO_PROCESS = 0;
  private static final int CALLER = 0;
  private static final Native GETPRIORITY =
      Native.find(Native.LINKER.defaultLookup(), "getpriority");
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

  /**
   * How nice the calling thread is, from -20 to 19, by getpriority(2); a thread begins as nice as
   * the one that starts it is.
   */
  public static int get() {
    return (int) GETPRIORITY.call(PRIO_PROCESS, CALLER);
  }

  /**
   * Makes the calling thread, and those that it starts from now on, nicer by so many steps, or less
   * nice where they are below 0 and the kernel allows it; at most as the kernel knows it
   * (kernel/sys.c, setpriority).
   */
  public static void change(int steps) {
    set(get() + steps);
  }
}
