package io.sentineledge.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Leaves out messages that come again and again: of one message, whatever its arguments, {@value
 * #ALLOWED} in 10 s are logged; the rest are counted, and their number is logged. For any thread.
 */
final class Repeats extends TurboFilter {
  private static final int ALLOWED = 10;
  private static final int KNOWN = 512;
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Repeats.class);

  private final LongSupplier clock;
  private final Map<String, Count> counts = new HashMap<>();

  private static final class Count {
    long begun;
    int logged;
    int left;
  }

  Repeats(LongSupplier clock) {
    this.clock = clock;
  }

  @Override
  public synchronized FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    // A null format asks whether the level is on; the number of repeats is never a repeat
    if (format == null
        || logger.getName().equals(LOG.getName())
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    if (counts.size() >= KNOWN && !counts.containsKey(format)) {
      return FilterReply.NEUTRAL;
    }
    long now = clock.getAsLong();
    Count count = counts.computeIfAbsent(format, _ -> new Count());
    if (count.logged == 0 || (now - count.begun >= WINDOW_NANOS && count.left == 0)) {
      count.begun = now;
      count.logged = 0;
    }
    if (count.logged < ALLOWED) {
      count.logged++;
      return FilterReply.NEUTRAL;
    }
    count.left++;
    return FilterReply.DENY;
  }

  /** Logs how many were left out in windows that are over; to be called now and then. */
  void tell() {
    List<String> messages = new ArrayList<>();
    synchronized (this) {
      long now = clock.getAsLong();
      counts
          .entrySet()
          .removeIf(entry -> {
            Count count = entry.getValue();
            if (now - count.begun < WINDOW_NANOS) {
              return false;
            }
            if (count.left > 0) {
              messages.add(count.left + " more like this were left out: " + entry.getKey());
            }
            return true;
          });
    }
    messages.forEach(LOG::warn);
  }
}
