package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.SecurityKeys;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.EventIdentity;
import io.sentineledge.detect.OwnRule;
import io.sentineledge.detect.anomaly.Anomaly;
import io.sentineledge.detect.anomaly.Detector;
import io.sentineledge.detect.anomaly.Rate;
import io.sentineledge.event.EventType;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.rules.Priority;
import io.sentineledge.sensor.LiveSensor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what workloads do and has it judged, ten seconds at a time; tells as alerts what is
 * unusual. Keeps what was learned in a file. For one thread at a time.
 */
final class Anomalies {
  /** What the alerts are of. */
  static final OwnRule RULE =
      new OwnRule("Unusual activity of a workload", Priority.WARNING, List.of("anomaly", "host"));

  private static final Logger LOG = LoggerFactory.getLogger(Anomalies.class);
  private static final int MOST_SENSITIVE = 10;
  private static final long INTERVAL_NANOS =
      Duration.ofSeconds(Detector.INTERVAL_SECONDS).toNanos();
  private static final long SAVE_NANOS = Duration.ofMinutes(5).toNanos();

  private final AnomalyFeed feed;
  private final Detector detector;
  private final StateFile file;
  private final LongFunction<String> names;
  private final String hostname;
  private final Consumer<Alert> alerts;
  private final Map<Long, Long> failedOpens = new HashMap<>();
  private boolean begun;
  private long intervalEnd;
  private long saveDue;

  Anomalies(
      AnomalyFeed feed,
      Detector detector,
      StateFile file,
      LongFunction<String> names,
      String hostname,
      Consumer<Alert> alerts) {
    this.feed = feed;
    this.detector = detector;
    this.file = file;
    this.names = names;
    this.hostname = hostname;
    this.alerts = alerts;
  }

  /** One that goes by the configuration. */
  static Detector detector(Config config) {
    return new Detector(
        config.get(SecurityKeys.ANOMALY_WARM_UP) / Detector.INTERVAL_SECONDS,
        MOST_SENSITIVE + 1 - config.get(SecurityKeys.ANOMALY_SENSITIVITY),
        Runtime.getRuntime().availableProcessors());
  }

  /** Takes what was noted; ends an interval when it is time to. To be called often. */
  void look(LiveSensor sensor) {
    long now = System.nanoTime();
    if (!begun) {
      begun = true;
      restore();
      failedOpens.putAll(sensor.failedOpens());
      intervalEnd = now + INTERVAL_NANOS;
      saveDue = now + SAVE_NANOS;
    }
    feed.drain(this::count);
    if (now - intervalEnd >= 0) {
      countFailedOpens(sensor);
      // Of a time in which the agent was halted no rate is known
      boolean late = now - intervalEnd >= INTERVAL_NANOS;
      detector.endInterval(late ? _ -> {} : this::tell);
      intervalEnd = now + INTERVAL_NANOS;
    }
    if (now - saveDue >= 0) {
      saveDue = now + SAVE_NANOS;
      save();
    }
  }

  private void count(long workload, AnomalyFeed.Kind kind, long fingerprint) {
    String name = names.apply(workload);
    switch (kind) {
      case EXEC -> {
        detector.count(name, Rate.EXEC, 1);
        detector.executable(name, fingerprint);
      }
      case CONNECTION -> detector.destination(name, fingerprint);
      case PRIVILEGES -> detector.count(name, Rate.PRIVILEGE_CHANGES, 1);
    }
  }

  private void countFailedOpens(LiveSensor sensor) {
    Map<Long, Long> current = sensor.failedOpens();
    current.forEach((workload, all) -> {
      long before = failedOpens.getOrDefault(workload, 0L);
      long more = all >= before ? all - before : all;
      if (more > 0) {
        detector.count(names.apply(workload), Rate.FAILED_OPENS, more);
      }
    });
    failedOpens.clear();
    failedOpens.putAll(current);
  }

  private void restore() {
    try {
      byte[] saved = file.read();
      if (saved.length > 0) {
        detector.restore(saved);
        LOG.info("What {} workloads usually do was read from {}", detector.size(), file);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be used, what is usual is learned anew: {}", file, e.toString());
    }
  }

  /** Keeps what was learned. */
  void save() {
    try {
      file.write(detector.save());
    } catch (IOException e) {
      LOG.warn("What is usual can't be kept in {}: {}", file, e.toString());
    }
  }

  private void tell(Anomaly anomaly) {
    long wall = Clocks.wall();
    String output =
        "unusual activity of workload %s: %d %s in %d s, usually 0 to %d (median %d)"
            .formatted(
                anomaly.workload(),
                anomaly.count(),
                anomaly.rate().text(),
                Detector.INTERVAL_SECONDS,
                anomaly.limit(),
                anomaly.median());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("anomaly.workload", anomaly.workload());
    fields.put("anomaly.rate", anomaly.rate().text());
    fields.put("anomaly.count", anomaly.count());
    fields.put("anomaly.limit", anomaly.limit());
    fields.put("anomaly.median", anomaly.median());
    fields.put("anomaly.interval_sec", (long) Detector.INTERVAL_SECONDS);
    alerts.accept(
        RULE.alert(
            hostname,
            output,
            fields,
            EventIdentity.ofAgent(type(anomaly.rate()), Clocks.boot()),
            wall));
  }

  private static EventType type(Rate rate) {
    return switch (rate) {
      case EXEC, NEW_EXECUTABLES -> EventType.EXECVE;
      case NEW_DESTINATIONS -> EventType.CONNECT;
      case FAILED_OPENS -> EventType.OPENAT;
      case PRIVILEGE_CHANGES -> EventType.SETUID;
    };
  }
}
