package io.sentineledge.agent.config;

import io.sentineledge.rules.Priority;
import java.util.ArrayList;
import java.util.List;

/** Every key of an output, a section {@code [outputs.NAME]}. */
public final class OutputKeys {
  private static final List<Key<?>> TABLE = new ArrayList<>();
  private static final List<String> SECRETS = List.of("headers", "url", "properties");

  /** What an output is. */
  public enum Type {
    FILE,
    SYSLOG,
    WEBHOOK,
    PROGRAM,
    OTLP,
    KAFKA
  }

  /** How an output writes an alert. */
  public enum Format {
    JSON,
    TEXT,
    OCSF,
    ECS
  }

  /** Stands for an output that names no type. */
  private static final Type UNSET = Type.FILE;

  public static final Key<Type> TYPE =
      add(
          "type",
          ValueType.oneOf(Type.class),
          UNSET,
          "What it is; required. `file`: lines in a file. `syslog`: RFC 5424. `webhook`: a POST of"
              + " Falco's JSON for each alert. `program`: lines to a program's standard"
              + " input. `otlp`: log records of OpenTelemetry, as JSON over HTTP. `kafka`: a topic of"
              + " Kafka, at least once.");

  public static final Key<Boolean> ENABLED =
      add("enabled", ValueType.BOOLEAN, true, "Whether alerts go there.");

  public static final Key<Format> FORMAT =
      add(
          "format",
          ValueType.oneOf(Format.class),
          Format.JSON,
          "How an alert is written, but for `otlp`, which has a form of its own. `json`: Falco's JSON. `text`: one line of text, which webhooks"
              + " don't take. `ocsf`: a Detection Finding of the Open Cybersecurity Schema Framework"
              + " 1.8. `ecs`: the Elastic Common Schema 8.");

  public static final Key<Integer> FOLD =
      add(
          "fold_sec",
          ValueType.integer(0, Keys.DAY_SECONDS),
          0,
          "Seconds in which repeats become one: alerts of one rule about one object (file, server)"
              + " by one run of a program. The first goes out at once, the others as one when the"
              + " time is over, with their number and the times of the first and the last. 0: all go"
              + " out.");

  public static final Key<String> PATH =
      add("path", ValueType.STRING, "", "`file`: where it is; missing folders are made.");

  public static final Key<Long> MAX_SIZE =
      add(
          "max_size",
          ValueType.SIZE_IN_BYTES,
          100L << 20,
          "`file`: the next file is begun when it would become larger.");

  public static final Key<Integer> MAX_FILES =
      add(
          "max_files",
          ValueType.integer(1, 100_000),
          10,
          "`file`: how many closed files are kept: `NAME.1` is the newest.");

  public static final Key<String> ADDRESS =
      add(
          "address",
          ValueType.STRING,
          "unix:///dev/log",
          "`syslog`: `udp://HOST:PORT`, `tcp://HOST:PORT`, `tls://HOST:PORT` or `unix://PATH`.");

  public static final Key<String> URL =
      add(
          "url",
          ValueType.STRING,
          "",
          "`webhook`, `otlp`: `http://` or `https://`; for `otlp` with the path, as a rule"
              + " `/v1/logs`.");

  public static final Key<List<Header>> HEADERS =
      add(
          "headers",
          ValueType.HEADERS,
          List.of(),
          "`webhook`, `otlp`: further headers, as a table.");

  public static final Key<Boolean> GZIP =
      add(
          "gzip",
          ValueType.BOOLEAN,
          false,
          "`webhook`, `otlp`: whether bodies are compressed. falcosidekick takes none that are.");

  public static final Key<Integer> IN_FLIGHT =
      add(
          "in_flight",
          ValueType.integer(1, 64),
          8,
          "`webhook`: how many alerts may wait for the receiver's answers at once, on a connection"
              + " each. An alert may so overtake that many less one that were raised before it; with 1"
              + " they come one after another. What was answered is not sent again, what was not is:"
              + " after a broken connection or a crash, so many may come twice.");

  public static final Key<List<String>> SERVERS =
      add(
          "servers",
          ValueType.STRINGS,
          List.of(),
          "`kafka`: `HOST:PORT` of brokers, one of which must answer at first.");

  public static final Key<String> TOPIC =
      add("topic", ValueType.STRING, "sentineledge.alerts", "`kafka`: the topic.");

  public static final Key<List<Header>> PROPERTIES =
      add(
          "properties",
          ValueType.HEADERS,
          List.of(),
          "`kafka`: further settings of Kafka's producer, as a table:"
              + " `{ \"security.protocol\" = \"SASL_SSL\", ... }`. Of compressions there are none and gzip.");

  public static final Key<List<String>> COMMAND =
      add(
          "command",
          ValueType.STRINGS,
          List.of(),
          "`program`: the program, by its whole path, and its arguments. It is started again when"
              + " it ends.");

  public static final Key<String> TLS_CA_FILE =
      add(
          "tls_ca_file",
          ValueType.STRING,
          "",
          "Whom to trust (PEM) for `tls://` and `https://`; otherwise whom Java trusts.");

  public static final Key<String> TLS_CERT_FILE =
      add("tls_cert_file", ValueType.STRING, "", "The agent's own certificate (PEM), if asked.");

  public static final Key<String> TLS_KEY_FILE =
      add("tls_key_file", ValueType.STRING, "", "Its key (PEM, PKCS #8); others must not read it.");

  public static final Key<Priority> MINIMUM_PRIORITY =
      add(
          "minimum_priority",
          ValueType.oneOf(Priority.class),
          Priority.DEBUG,
          "Only alerts that are at least as urgent.");

  public static final Key<List<String>> RULES =
      add(
          "rules",
          ValueType.STRINGS,
          List.of(),
          "Only alerts of these rules; `*` stands for any text.");

  public static final Key<List<String>> TAGS =
      add("tags", ValueType.STRINGS, List.of(), "Only alerts of rules with one of these tags.");

  public static final Key<Integer> QUEUE_SIZE =
      add(
          "queue_size",
          ValueType.integer(1, 1 << 20),
          8192,
          "Alerts that may wait in memory; what does not fit goes to the spool.");

  public static final Key<Long> SPOOL_SIZE =
      add(
          "spool_size",
          ValueType.SIZE_IN_BYTES,
          64L << 20,
          "Bytes that wait on disk, below `core.state_dir`, while the output takes nothing. What"
              + " does not fit is dropped and counted.");

  public static final Key<Integer> TIMEOUT =
      add(
          "timeout_ms",
          ValueType.integer(10, 600_000),
          10_000,
          "The longest wait for an answer or a connection.");

  /** Every key. */
  static final List<Key<?>> ALL = List.copyOf(TABLE);

  private OutputKeys() {}

  private static <T> Key<T> add(String name, ValueType<T> type, T fallback, String doc) {
    Key<T> key = Key.of("outputs.NAME." + name, type, fallback, doc);
    if (SECRETS.contains(name)) {
      key = key.secret();
    }
    TABLE.add(key);
    return key;
  }
}
