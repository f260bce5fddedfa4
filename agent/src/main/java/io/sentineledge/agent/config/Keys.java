package io.sentineledge.agent.config;

import io.sentineledge.state.ProcessLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key but those of outputs, in the order of the documentation. Parsing, validation, {@code
 * config show}, variables and docs/configuration.md follow from this table.
 */
public final class Keys {
  private static final List<Key<?>> TABLE = new ArrayList<>();
  private static final int DAY_SECONDS = 86_400;

  /** When a log file is closed and the next one begun. */
  public enum Period {
    DAILY,
    HOURLY,
    NEVER
  }

  /** How the log is written. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /** Which of the rules that match an event fire. */
  public enum Matches {
    FIRST,
    ALL
  }

  public static final Key<Boolean> METRICS_ENABLED =
      add(
          Key.of(
              "core.metrics_enabled",
              ValueType.BOOLEAN,
              true,
              "Whether metrics are offered, at `/metrics` of both ports."));

  public static final Key<Boolean> HEALTH_CHECK_ENABLED =
      add(
          Key.of(
              "core.health_check_enabled",
              ValueType.BOOLEAN,
              true,
              "Whether the port with `/health`, `/ready` and `/version` is opened."));

  public static final Key<String> STATE_DIR =
      add(
          Key.of(
              "core.state_dir",
              ValueType.STRING,
              "/var/lib/sentineledge",
              "Where the agent keeps what must survive a restart: alerts that an "
                  + "output has not taken yet."));

  public static final Key<Integer> MAX_PROCESSES =
      add(
          Key.of(
              "core.max_processes",
              ValueType.integer(64, 1 << 22),
              ProcessLimits.DEFAULT.images(),
              "Programs, of running and of ended processes, that the agent remembers; about half a"
                  + " KB each. Where there are more, ended ones are forgotten first, then those that"
                  + " did nothing for longest, and each is counted as lost (`state_evicted`)."));

  public static final Key<Integer> STDOUT_FOLD =
      add(
          Key.of(
              "core.stdout_fold_sec",
              ValueType.integer(0, DAY_SECONDS),
              0,
              "Seconds in which repeats become one on standard output, as `fold_sec` does for"
                  + " other outputs. 0: all are written."));

  public static final Key<Integer> RING_BUFFER_SIZE =
      add(
          Key.of(
              "ebpf.ring_buffer_size",
              ValueType.integer(4096, 1 << 30),
              1 << 20,
              "Bytes of each lane's ring buffer; rounded up to a power of two of pages. Raise it"
                  + " when events are lost because the ring buffer is full."));

  public static final Key<Integer> EVENT_BATCH_SIZE =
      add(
          Key.of(
              "ebpf.event_batch_size",
              ValueType.integer(1, 1 << 20),
              100,
              "Records that are taken from each lane in one pass; the space they took is given back"
                  + " after each pass."));

  public static final Key<Integer> POLL_TIMEOUT =
      add(
          Key.of(
              "ebpf.poll_timeout_ms",
              ValueType.integer(1, 10_000),
              100,
              "The longest sleep of an idle reader."));

  public static final Key<Integer> POLL_WINDOW =
      add(
          Key.of(
              "ebpf.ring_buffer_poll_timeout_us",
              ValueType.integer(0, 1_000_000),
              0,
              "How long the reader keeps looking after it found critical records, before it naps for"
                  + " a millisecond. More finds the next one sooner and costs processor time."));

  public static final Key<Integer> MAX_EVENTS =
      add(
          Key.of(
              "ebpf.max_events_per_sec",
              ValueType.integer(0, Integer.MAX_VALUE),
              0,
              "Events a second that the kernel sends on the bulk lane (files), shared "
                  + "fairly between workloads; what is beyond is counted. 0: no limit. "
                  + "Programs, connections and the like are never limited."));

  public static final Key<Boolean> BACKPRESSURE =
      add(
          Key.of(
              "ebpf.enable_backpressure",
              ValueType.BOOLEAN,
              true,
              "Whether a workload that fills the bulk ring faster than it is read is held to its"
                  + " share while the ring is more than half full, so that room is left for the"
                  + " others. What it is not let through is counted."));

  public static final Key<Boolean> AUTO_RECOVERY =
      add(
          Key.of(
              "ebpf.auto_recovery",
              ValueType.BOOLEAN,
              true,
              "Whether the agent mends itself: programs are attached again when events no longer come"
                  + " through, and a reader that failed goes on."));

  public static final Key<Integer> BATCH_SIZE =
      add(
          Key.of(
              "ebpf.batch_size",
              ValueType.integer(1, 1 << 16),
              64,
              "Alerts that are given to an output at once."));

  public static final Key<Integer> BATCH_TIMEOUT =
      add(
          Key.of(
              "ebpf.batch_timeout_us",
              ValueType.integer(0, 60_000_000),
              1000,
              "How long an output waits for a batch to fill."));

  public static final Key<String> PROMETHEUS_ENDPOINT =
      add(
          Key.of(
              "monitoring.prometheus_endpoint",
              Endpoints.TYPE,
              "127.0.0.1:9090",
              "Address and port where Prometheus finds `/metrics`. Port 0: any free one."));

  public static final Key<Integer> PROMETHEUS_PORT =
      add(
          Key.of(
              "monitoring.prometheus_port",
              ValueType.integer(-1, 65_535),
              -1,
              "Replaces the port of `prometheus_endpoint`; -1: does not."));

  public static final Key<Integer> HEALTH_CHECK_PORT =
      add(
          Key.of(
              "monitoring.health_check_port",
              ValueType.integer(0, 65_535),
              8080,
              "Port of `/health`, `/ready`, `/version` and `/metrics`. 0: any free one."));

  public static final Key<String> HEALTH_CHECK_BIND =
      add(
          Key.of(
              "monitoring.health_check_bind",
              ValueType.STRING,
              "127.0.0.1",
              "Address that this port is opened on."));

  public static final Key<Integer> METRICS_INTERVAL =
      add(
          Key.of(
                  "monitoring.metrics_interval_sec",
                  ValueType.integer(1, DAY_SECONDS),
                  60,
                  "How often what is not counted is measured: processor time, memory, rings.")
              .live());

  public static final Key<Integer> CANARY_INTERVAL =
      add(
          Key.of(
              "monitoring.canary_interval_sec",
              ValueType.integer(1, 3600),
              5,
              "How often the agent makes an event of its own and waits for its alert: "
                  + "the proof that detection works, on which `/ready` and `/health` rest."));

  public static final Key<Boolean> CANARY_TO_OUTPUTS =
      add(
          Key.of(
              "monitoring.canary_to_outputs",
              ValueType.BOOLEAN,
              false,
              "Whether the alerts of these events go to the outputs."));

  public static final Key<String> AUTH_TOKEN_FILE =
      add(
          Key.of(
              "monitoring.auth_token_file",
              ValueType.STRING,
              "",
              "A file with tokens, one a line. Where it is set, everything but "
                  + "`/health` and `/ready` needs one of them (`Authorization: Bearer "
                  + "TOKEN`). Others must not be able to read it."));

  public static final Key<String> TLS_CERT_FILE =
      add(
          Key.of(
              "monitoring.tls_cert_file",
              ValueType.STRING,
              "",
              "Certificate chain (PEM) of both ports; they then speak TLS. Read again "
                  + "when it changes."));

  public static final Key<String> TLS_KEY_FILE =
      add(
          Key.of(
              "monitoring.tls_key_file",
              ValueType.STRING,
              "",
              "Its key (PEM, PKCS #8). Others must not be able to read it."));

  public static final Key<String> TLS_CLIENT_CA_FILE =
      add(
          Key.of(
              "monitoring.tls_client_ca_file",
              ValueType.STRING,
              "",
              "Certificates (PEM) of whom to trust: clients must then show a "
                  + "certificate of theirs."));

  public static final Key<Boolean> THREAT_DETECTION =
      add(
          Key.of(
                  "security.enable_threat_detection",
                  ValueType.BOOLEAN,
                  true,
                  "Whether rules are evaluated. Without, events are only counted, and "
                      + "shown by `sentinel-edge events`.")
              .live());

  public static final Key<Boolean> LOG_SECURITY_EVENTS =
      add(
          Key.of(
              "security.log_security_events",
              ValueType.BOOLEAN,
              false,
              "Whether alerts, losses of events and changes of the configuration are "
                  + "also written to `security.log` beside the log file, one JSON object a "
                  + "line."));

  public static final Key<Boolean> ALERT_ON_ANOMALIES =
      add(
          Key.of(
              "security.alert_on_anomalies",
              ValueType.BOOLEAN,
              false,
              "Whether rates that leave what a workload was seen to do raise alerts; see"
                  + " docs/anomalies.md."));

  public static final Key<Integer> ANOMALY_WARM_UP =
      add(
          Key.of(
              "security.anomaly_warmup_sec",
              ValueType.integer(10, 7 * DAY_SECONDS),
              1800,
              "How long a workload is watched before its anomalies raise alerts."));

  public static final Key<Integer> ANOMALY_SENSITIVITY =
      add(
          Key.of(
              "security.anomaly_sensitivity",
              ValueType.integer(1, 10),
              5,
              "How little beyond the usual is an anomaly: 10 tells most."));

  public static final Key<List<String>> REDACT =
      add(
          Key.of(
                  "security.redact",
                  ValueType.STRINGS,
                  List.of(),
                  "Further patterns (RE2) of secrets in command lines and environments: "
                      + "what their first group matches, or else the whole match, leaves the "
                      + "process as `***`. Common ones are built in.")
              .live());

  public static final Key<LogLevel> LOG_LEVEL =
      add(
          Key.of(
                  "logging.level",
                  ValueType.oneOf(LogLevel.class),
                  LogLevel.INFO,
                  "How much is logged. `RUST_LOG` sets it too, where neither the file nor"
                      + " `SENTINEL_LOG_LEVEL` does.")
              .alias("core.log_level")
              .live());

  public static final Key<LogFormat> LOG_FORMAT =
      add(
          Key.of(
              "logging.format",
              ValueType.oneOf(LogFormat.class),
              LogFormat.TEXT,
              "How a line of the log is written."));

  public static final Key<String> LOG_FILE =
      add(
          Key.of(
                  "logging.log_file",
                  ValueType.STRING,
                  "",
                  "A file for the log, beside standard error. Missing folders are made.")
              .alias("logging.output"));

  public static final Key<Boolean> ROTATE =
      add(
          Key.of(
              "logging.rotate",
              ValueType.BOOLEAN,
              true,
              "Whether the log file is ever closed and a new one begun."));

  public static final Key<Period> LOG_ROTATION =
      add(
          Key.of(
              "logging.log_rotation",
              ValueType.oneOf(Period.class),
              Period.DAILY,
              "When that is done, beside when it grows larger than `max_size`."));

  public static final Key<Long> MAX_SIZE =
      add(
          Key.of(
              "logging.max_size",
              ValueType.SIZE_IN_BYTES,
              100L << 20,
              "Size of a log file at which the next one is begun: bytes, or with KB, "
                  + "MB, GB (of 1024 each)."));

  public static final Key<Integer> MAX_LOG_FILES =
      add(
          Key.of(
                  "logging.max_log_files",
                  ValueType.integer(0, 1 << 20),
                  10,
                  "How many closed log files are kept: `sentinel.log.1` is the newest.")
              .alias("logging.max_files"));

  public static final Key<List<String>> RULE_FILES =
      add(
          Key.of(
                  "rules.files",
                  ValueType.STRINGS,
                  List.of(),
                  "Rule files and folders beside the shipped ones, from the folder of this file.")
              .live());

  public static final Key<Boolean> DEFAULT_RULES =
      add(
          Key.of(
                  "rules.default",
                  ValueType.BOOLEAN,
                  true,
                  "Whether the shipped rules and those in /etc/sentineledge/rules.d are loaded.")
              .live());

  public static final Key<Matches> MATCHING =
      add(
          Key.of(
                  "rules.matching",
                  ValueType.oneOf(Matches.class),
                  Matches.FIRST,
                  "Whether the first rule of a namespace that matches an event raises an alert, or"
                      + " all do.")
              .live());

  /** Files that nobody else may read. */
  static final List<Key<String>> SECRET_FILES = List.of(AUTH_TOKEN_FILE, TLS_KEY_FILE);

  /** Files that need no secrecy. */
  static final List<Key<String>> CERTIFICATE_FILES = List.of(TLS_CERT_FILE, TLS_CLIENT_CA_FILE);

  /** Every key. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private Keys() {}

  private static <T> Key<T> add(Key<T> key) {
    TABLE.add(key);
    return key;
  }
}
