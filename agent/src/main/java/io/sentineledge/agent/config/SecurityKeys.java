package io.sentineledge.agent.config;

import java.util.List;

/** Keys of {@code [security]}: what is detected, and what is kept secret. */
public final class SecurityKeys {
  public static final Key<Boolean> THREAT_DETECTION =
      Key.of(
              "security.enable_threat_detection",
              ValueType.BOOLEAN,
              true,
              "Whether rules are evaluated. Without, events are only counted, and "
                  + "shown by `sentinel-edge events`.")
          .live();

  public static final Key<Boolean> LOG_SECURITY_EVENTS =
      Key.of(
          "security.log_security_events",
          ValueType.BOOLEAN,
          false,
          "Whether alerts, losses of events and changes of the configuration are "
              + "also written to `security.log` beside the log file, one JSON object a "
              + "line.");

  public static final Key<Boolean> ALERT_ON_ANOMALIES =
      Key.of(
          "security.alert_on_anomalies",
          ValueType.BOOLEAN,
          false,
          "Whether rates that leave what a workload was seen to do raise alerts; see"
              + " docs/anomalies.md.");

  public static final Key<Integer> ANOMALY_WARM_UP =
      Key.of(
          "security.anomaly_warmup_sec",
          ValueType.integer(10, 7 * Keys.DAY_SECONDS),
          1800,
          "How long a workload is watched before its anomalies raise alerts.");

  public static final Key<Integer> ANOMALY_SENSITIVITY =
      Key.of(
          "security.anomaly_sensitivity",
          ValueType.integer(1, 10),
          5,
          "How little beyond the usual is an anomaly: 10 tells most.");

  public static final Key<List<String>> REDACT =
      Key.of(
              "security.redact",
              ValueType.STRINGS,
              List.of(),
              "Further patterns (RE2) of secrets in command lines and environments: "
                  + "what their first group matches, or else the whole match, leaves the "
                  + "process as `***`. Common ones are built in.")
          .live();

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(
          THREAT_DETECTION,
          LOG_SECURITY_EVENTS,
          ALERT_ON_ANOMALIES,
          ANOMALY_WARM_UP,
          ANOMALY_SENSITIVITY,
          REDACT);

  private SecurityKeys() {}
}
