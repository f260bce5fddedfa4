package io.sentineledge.sensor;

/** Why an event did not reach user space: {@code enum se_loss} of {@code bpf/include/event.h}. */
public enum Loss {
  /** The lane's ring buffer had no room: the reader was too slow, or the ring is too small. */
  RING_FULL(0),
  /** A rate limit. */
  RATE_LIMIT(1),
  /** The record was larger than the ring buffer, or could not be built. */
  ERROR(2),
  /** The ring buffer was filling, and the workload had written more than its share. */
  BACK_PRESSURE(3);

  private final int id;

  Loss(int id) {
    this.id = id;
  }

  /**
   * The reason with this index.
   *
   * @throws IllegalArgumentException where the kernel programs know one that this class does not
   */
  static Loss of(int id) {
    for (Loss loss : values()) {
      if (loss.id == id) {
        return loss;
      }
    }
    throw new IllegalArgumentException("unknown reason of loss " + id);
  }

  /** The index in {@code se_counter.lost}. */
  int id() {
    return id;
  }
}
