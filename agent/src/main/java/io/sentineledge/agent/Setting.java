package io.sentineledge.agent;

import java.util.Map;
import java.util.TreeMap;

/**
 * A key of the configuration file and what it takes.
 *
 * @param kind type of its value
 * @param min least integer
 * @param max greatest integer
 * @param inUse whether this version acts on it; others are checked and reported as without effect
 */
record Setting(Kind kind, long min, long max, boolean inUse) {
  enum Kind {
    BOOLEAN("true or false"),
    INTEGER("an integer"),
    STRING("a string"),
    STRINGS("an array of strings");

    private final String wanted;

    Kind(String wanted) {
      this.wanted = wanted;
    }

    /** For messages: what must stand there. */
    String wanted() {
      return wanted;
    }
  }

  static final String LOG_LEVEL = "core.log_level";
  static final String LOGGING_LEVEL = "logging.level";
  static final String RING_BUFFER_SIZE = "ebpf.ring_buffer_size";
  static final String EVENT_BATCH_SIZE = "ebpf.event_batch_size";
  static final String POLL_TIMEOUT = "ebpf.poll_timeout_ms";
  static final String SPIN = "ebpf.ring_buffer_poll_timeout_us";
  static final String RULE_FILES = "rules.files";
  static final String DEFAULT_RULES = "rules.default";
  static final String MATCHING = "rules.matching";

  private static final int DAY_SECONDS = 86_400;

  /** Every key, by its dotted name. */
  static final Map<String, Setting> ALL = all();

  private static Map<String, Setting> all() {
    Map<String, Setting> all = new TreeMap<>();
    all.put(LOG_LEVEL, used(Kind.STRING));
    all.put(LOGGING_LEVEL, used(Kind.STRING));
    all.put(RING_BUFFER_SIZE, used(4096, 1 << 30));
    all.put(EVENT_BATCH_SIZE, used(1, 1 << 20));
    all.put(POLL_TIMEOUT, used(1, 10_000));
    all.put(SPIN, used(0, 1_000_000));
    all.put(RULE_FILES, used(Kind.STRINGS));
    all.put(DEFAULT_RULES, used(Kind.BOOLEAN));
    all.put(MATCHING, used(Kind.STRING));

    all.put("core.metrics_enabled", unused(Kind.BOOLEAN));
    all.put("core.health_check_enabled", unused(Kind.BOOLEAN));
    all.put("ebpf.max_events_per_sec", unused(0, Integer.MAX_VALUE));
    all.put("ebpf.enable_backpressure", unused(Kind.BOOLEAN));
    all.put("ebpf.auto_recovery", unused(Kind.BOOLEAN));
    all.put("ebpf.batch_size", unused(1, 1 << 20));
    all.put("ebpf.batch_timeout_us", unused(0, 60_000_000));
    all.put("monitoring.metrics_interval_sec", unused(1, DAY_SECONDS));
    all.put("monitoring.prometheus_endpoint", unused(Kind.STRING));
    all.put("monitoring.health_check_port", unused(1, 65_535));
    all.put("security.enable_threat_detection", unused(Kind.BOOLEAN));
    all.put("security.log_security_events", unused(Kind.BOOLEAN));
    all.put("security.alert_on_anomalies", unused(Kind.BOOLEAN));
    all.put("logging.log_file", unused(Kind.STRING));
    all.put("logging.log_rotation", unused(Kind.STRING));
    all.put("logging.max_log_files", unused(0, 1 << 20));
    all.put("logging.format", unused(Kind.STRING));
    all.put("logging.output", unused(Kind.STRING));
    all.put("logging.rotate", unused(Kind.BOOLEAN));
    all.put("logging.max_size", unused(Kind.STRING));
    all.put("logging.max_files", unused(0, 1 << 20));
    return all;
  }

  private static Setting used(Kind kind) {
    return new Setting(kind, 0, 0, true);
  }

  private static Setting used(long min, long max) {
    return new Setting(Kind.INTEGER, min, max, true);
  }

  private static Setting unused(Kind kind) {
    return new Setting(kind, 0, 0, false);
  }

  private static Setting unused(long min, long max) {
    return new Setting(Kind.INTEGER, min, max, false);
  }
}
