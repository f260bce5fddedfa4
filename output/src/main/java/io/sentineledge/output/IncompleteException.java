package io.sentineledge.output;

import java.io.IOException;
import java.util.List;

/** A receiver has dealt with some records of a batch, and took no others. */
public final class IncompleteException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient List<byte[]> left;
  private final int refused;

  /**
   * @param left those that must be handed over again, the same objects in the same order
   * @param refused how many of the others it refused for what they are
   */
  public IncompleteException(IOException cause, List<byte[]> left, int refused) {
    super(cause.getMessage(), cause);
    this.left = List.copyOf(left);
    this.refused = refused;
  }

  /** What it has not dealt with, and must be handed over again. */
  public List<byte[]> left() {
    return left;
  }

  /** How many of the others it refused. */
  public int refused() {
    return refused;
  }
}
