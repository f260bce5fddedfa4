package io.sentineledge.output;

import java.io.IOException;

/** A receiver has dealt with the first records of a batch, and then took none any more. */
public final class IncompleteException extends IOException {
  private static final long serialVersionUID = 1;

  private final int records;
  private final int refused;

  /**
   * @param records how many it has dealt with
   * @param refused how many of these it refused for what they are
   */
  public IncompleteException(IOException cause, int records, int refused) {
    super(cause.getMessage(), cause);
    this.records = records;
    this.refused = refused;
  }

  /** How many it has dealt with; they must not be handed over again. */
  public int records() {
    return records;
  }

  /** How many of these it refused. */
  public int refused() {
    return refused;
  }
}
