package io.sentineledge.output;

import java.io.IOException;

/**
 * A receiver has refused records for what they are: it would refuse them again. All others of the
 * batch were taken.
 */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int records;

  /**
   * @param records how many, at least 1
   */
  public RefusedException(String reason, int records) {
    super(reason);
    this.records = records;
  }

  /** How many. */
  public int records() {
    return records;
  }
}
