package io.sentineledge.sensor;

/** Why an event did not reach user space: {@code enum se_loss} of {@code bpf/include/event.h}. */
public enum Loss {
  /** The lane's ring buffer had no room: the reader was too slow, or the ring is too small. */
  RING_FULL(0),
  /** A rate limit. */
  RATE_LIMIT(1),
  /** The program could not build the record. */
  ERROR(2);

  private final int id;

  Loss(int id) {
    this.id = id;
  }

  /** The index in {@code se_counter.lost}. */
  int id() {
    return id;
  }
}
