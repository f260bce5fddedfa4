package io.sentineledge.agent.config;

import java.util.List;

/** Keys of {@code [ebpf]}: the way of events from the kernel, and of alerts in batches. */
public final class EbpfKeys {
  public static final Key<Integer> RING_BUFFER_SIZE =
      Key.of(
          "ebpf.ring_buffer_size",
          ValueType.integer(4096, 1 << 30),
          2 << 20,
          "Bytes of each lane's ring buffer; rounded up to a power of two of pages. Raise it"
              + " when events are lost because the ring buffer is full.");

  public static final Key<Integer> EVENT_BATCH_SIZE =
      Key.of(
          "ebpf.event_batch_size",
          ValueType.integer(1, 1 << 20),
          100,
          "Records that are taken from each lane in one pass; the space they took is given back"
              + " after each pass.");

  public static final Key<Integer> POLL_TIMEOUT =
      Key.of(
          "ebpf.poll_timeout_ms",
          ValueType.integer(1, 10_000),
          100,
          "The longest sleep of an idle reader.");

  public static final Key<Integer> POLL_WINDOW =
      Key.of(
          "ebpf.ring_buffer_poll_timeout_us",
          ValueType.integer(0, 1_000_000),
          0,
          "How long the reader keeps looking after it found critical records, before it naps for"
              + " a millisecond. More finds the next one sooner and costs processor time.");

  public static final Key<Integer> MAX_EVENTS =
      Key.of(
          "ebpf.max_events_per_sec",
          ValueType.integer(0, Integer.MAX_VALUE),
          0,
          "Events a second that the kernel sends on the bulk lane (files), shared "
              + "fairly between workloads; what is beyond is counted. 0: no limit. "
              + "Programs, connections and the like are never limited.");

  public static final Key<Boolean> BACKPRESSURE =
      Key.of(
          "ebpf.enable_backpressure",
          ValueType.BOOLEAN,
          true,
          "Whether a workload that fills the bulk ring faster than it is read is held to its"
              + " share while the ring is more than half full, so that room is left for the"
              + " others. What it is not let through is counted.");

  public static final Key<Boolean> AUTO_RECOVERY =
      Key.of(
          "ebpf.auto_recovery",
          ValueType.BOOLEAN,
          true,
          "Whether the agent mends itself: programs are attached again when events no longer come"
              + " through, and a reader that failed goes on.");

  public static final Key<Integer> BATCH_SIZE =
      Key.of(
          "ebpf.batch_size",
          ValueType.integer(1, 1 << 16),
          64,
          "Alerts that are given to an output at once.");

  public static final Key<Integer> BATCH_TIMEOUT =
      Key.of(
          "ebpf.batch_timeout_us",
          ValueType.integer(0, 60_000_000),
          1000,
          "How long an output waits for a batch to fill.");

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(
          RING_BUFFER_SIZE,
          EVENT_BATCH_SIZE,
          POLL_TIMEOUT,
          POLL_WINDOW,
          MAX_EVENTS,
          BACKPRESSURE,
          AUTO_RECOVERY,
          BATCH_SIZE,
          BATCH_TIMEOUT);

  private EbpfKeys() {}
}
