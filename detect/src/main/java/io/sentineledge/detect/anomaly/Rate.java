package io.sentineledge.detect.anomaly;

/** What is counted of each workload, in intervals of {@link Detector#INTERVAL_SECONDS}. */
public enum Rate {
  /** Programs started. */
  EXEC("programs started", 1000),
  /** Addresses and ports that it had not connected to before. */
  NEW_DESTINATIONS("new destinations", 32),
  /** Files that could not be opened. */
  FAILED_OPENS("failed opens", 500),
  /** Calls that changed ids or capabilities. */
  PRIVILEGE_CHANGES("privilege changes", 20),
  /** Program files that it had not started before. */
  NEW_EXECUTABLES("new executables", 100);

  private final String text;
  private final int floor;

  Rate(String text, int floor) {
    this.text = text;
    this.floor = floor;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** The upper end of the range is never below this: so little is never unusual. */
  int floor() {
    return floor;
  }
}
