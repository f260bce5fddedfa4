package io.sentineledge.state;

/**
 * How much the process table keeps.
 *
 * @param images most images in memory, of living and ended processes; at least 64
 * @param graceNanos how long an ended image can still be found, ns
 * @param argumentBytes most bytes kept of one argument list, and of one environment
 * @param argumentBudget bytes of all argument lists and environments together, above which long
 *     ones are cut to 512 bytes
 */
public record ProcessLimits(int images, long graceNanos, int argumentBytes, long argumentBudget) {
  /** 65,536 images, 10 s, 16 KiB a list, 16 MiB together. */
  public static final ProcessLimits DEFAULT =
      new ProcessLimits(65_536, 10_000_000_000L, 16_384, 16 << 20);

  /** The same with another number of images. */
  public ProcessLimits withImages(int number) {
    return new ProcessLimits(number, graceNanos, argumentBytes, argumentBudget);
  }

  /**
   * @throws IllegalArgumentException if a limit is too small
   */
  public ProcessLimits {
    if (images < 64 || graceNanos < 0 || argumentBytes < ArgumentStore.SHORT) {
      throw new IllegalArgumentException(
          "limits must be at least 64 images, 0 ns and 512 bytes, images="
              + images
              + " graceNanos="
              + graceNanos
              + " argumentBytes="
              + argumentBytes);
    }
  }
}
