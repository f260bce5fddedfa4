package io.sentineledge.agent.loss;

import io.sentineledge.sensor.Loss;
import java.util.Locale;

/** Why an event, or what was known from it, was lost. */
public enum Reason {
  /** The lane's ring buffer had no room. */
  BUFFER_FULL,
  /** {@code ebpf.max_events_per_sec}. */
  RATE_LIMIT,
  /** The record was larger than the ring buffer, or could not be built. */
  TOO_LARGE,
  /** The workload had written more than its share of a ring buffer that was filling. */
  BACK_PRESSURE,
  /** The program that it told of was forgotten to make room for others. */
  STATE_EVICTED,
  /** Its alert found the queue of an output full. */
  QUEUE_FULL;

  /** The reason of the kernel programs. */
  public static Reason of(Loss loss) {
    return switch (loss) {
      case RING_FULL -> BUFFER_FULL;
      case RATE_LIMIT -> RATE_LIMIT;
      case ERROR -> TOO_LARGE;
      case BACK_PRESSURE -> BACK_PRESSURE;
    };
  }

  /** The value of the label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
