package io.sentineledge.detect.anomaly;

/** What is counted of each workload, in intervals of {@link Detector#INTERVAL_SECONDS}. */
public enum Rate {
  /** Programs started. */
  EXEC("programs started", 1500, true),
  /** Addresses and ports that it had not connected to before. */
  NEW_DESTINATIONS("new destinations", 32, false),
  /**
   * Files that could not be opened, beyond {@value #MISSES_PER_PROGRAM} for each program started:
   * programs look for libraries, modules and headers in one folder after the other.
   */
  FAILED_OPENS("failed opens", 5000, true),
  /** Calls that changed ids or capabilities. */
  PRIVILEGE_CHANGES("privilege changes", 100, false),
  /** Program files that it had not started before. */
  NEW_EXECUTABLES("new executables", 100, false);

  /** A compiler of C++ with many folders of headers tries so many files. */
  static final int MISSES_PER_PROGRAM = 2000;

  private final String text;
  private final int floor;
  private final boolean perProcessor;

  /**
   * @param perProcessor whether more processors do more of it in the same time
   */
  Rate(String text, int floor, boolean perProcessor) {
    this.text = text;
    this.floor = floor;
    this.perProcessor = perProcessor;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** The upper end of the range is never below this: so little is never unusual. */
  long floor(int processors) {
    return perProcessor ? (long) floor * processors : floor;
  }
}
