package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Loss;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that events were lost: at once when it begins, then once per interval with what
 * was lost since.
 */
final class LossReport {
  private static final Logger LOG = LoggerFactory.getLogger(LossReport.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final Map<Loss, Map<EventType, Long>> reported = new EnumMap<>(Loss.class);
  private long reportedMisses;
  private long lastReport;
  private boolean reportedAny;

  LossReport() {
    for (Loss loss : Loss.values()) {
      reported.put(loss, new EnumMap<>(EventType.class));
    }
  }

  /**
   * Compares with what was reported before.
   *
   * @param now ns of any steady clock
   */
  void update(Accounting accounting, long now) {
    if ((!reportedAny || now - lastReport >= INTERVAL_NANOS) && report(accounting)) {
      lastReport = now;
      reportedAny = true;
    }
  }

  /** Reports what is left, whenever the last report was. */
  boolean report(Accounting accounting) {
    boolean any = false;
    for (Loss loss : Loss.values()) {
      String counts = counts(loss, accounting);
      if (counts != null) {
        LOG.warn(sentence(loss), counts);
        any = true;
      }
    }
    long misses = accounting.missedRuns().values().stream().mapToLong(Long::longValue).sum();
    if (misses > reportedMisses) {
      LOG.warn("Kernel programs were skipped, events dropped: {}", misses - reportedMisses);
      reportedMisses = misses;
      any = true;
    }
    return any;
  }

  private static String sentence(Loss loss) {
    return switch (loss) {
      case RING_FULL ->
          "Ring buffer full, events dropped: {} (raise ebpf.ring_buffer_size if it goes on)";
      case RATE_LIMIT -> "Rate limit reached, events dropped: {}";
      case BACK_PRESSURE ->
          "Ring buffer full, events dropped: {} of workloads that fill it"
              + " (raise ebpf.ring_buffer_size if it goes on)";
      case ERROR -> "Records did not fit the ring buffer or could not be built, events dropped: {}";
    };
  }

  /** {@code open=3 openat=12}; null if nothing was lost for this reason. */
  private @Nullable String counts(Loss loss, Accounting accounting) {
    Map<EventType, Long> before = reported.getOrDefault(loss, new EnumMap<>(EventType.class));
    StringJoiner counts = new StringJoiner(" ");
    for (EventType type : EventType.values()) {
      long lost = accounting.lost(type, loss);
      long more = lost - before.getOrDefault(type, 0L);
      if (more > 0) {
        counts.add(type.falcoName() + "=" + more);
        before.put(type, lost);
      }
    }
    return counts.length() == 0 ? null : counts.toString();
  }
}
