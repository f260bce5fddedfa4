package io.sentineledge.kernel;

/** The answer of a feature probe. */
public sealed interface Support {
  /**
   * Supported.
   *
   * @param detail what was found; may be empty
   */
  record Yes(String detail) implements Support {}

  /**
   * Not supported.
   *
   * @param reason why not, as far as the kernel tells
   */
  record No(String reason) implements Support {}

  /**
   * The probe could not tell.
   *
   * @param reason what stood in its way
   */
  record Inconclusive(String reason) implements Support {}

  /** Whether it is certain that the feature is there. */
  default boolean yes() {
    return this instanceof Yes;
  }

  /** The detail or the reason. */
  default String text() {
    return switch (this) {
      case Yes(String detail) -> detail;
      case No(String reason) -> reason;
      case Inconclusive(String reason) -> reason;
    };
  }
}
