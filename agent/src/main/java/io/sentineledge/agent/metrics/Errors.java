package io.sentineledge.agent.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Errors of the agent itself, by type. For any thread. */
public final class Errors {
  /** What went wrong. */
  public enum Type {
    /** A defect that an event revealed. */
    INTERNAL,
    /** A rule that could not be evaluated. */
    RULE,
    /** An output that did not take an alert. */
    OUTPUT,
    /** A version of the configuration or of rules that was rejected. */
    RELOAD,
    /** A port that could not be opened, or an answer that failed. */
    HTTP,
    /** The log could not be written. */
    LOG,
    /** An event of the agent's own that raised no alert. */
    CANARY;

    /** The value of the label. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Type, AtomicLong> counts = new EnumMap<>(Type.class);

  public Errors() {
    for (Type type : Type.values()) {
      counts.put(type, new AtomicLong());
    }
  }

  public void count(Type type) {
    count(type, 1);
  }

  /** Counts several. */
  public void count(Type type, long more) {
    counter(type).addAndGet(more);
  }

  public long get(Type type) {
    return counter(type).get();
  }

  private AtomicLong counter(Type type) {
    return Objects.requireNonNull(counts.get(type));
  }
}
