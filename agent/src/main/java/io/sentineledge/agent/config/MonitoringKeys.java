package io.sentineledge.agent.config;

import java.util.List;

/** Keys of {@code [monitoring]}: the ports, who may ask there, and what is measured. */
public final class MonitoringKeys {
  public static final Key<String> PROMETHEUS_ENDPOINT =
      Key.of(
          "monitoring.prometheus_endpoint",
          Endpoints.TYPE,
          "127.0.0.1:9090",
          "Address and port where Prometheus finds `/metrics`. Port 0: any free one.");

  public static final Key<Integer> PROMETHEUS_PORT =
      Key.of(
          "monitoring.prometheus_port",
          ValueType.integer(-1, 65_535),
          -1,
          "Replaces the port of `prometheus_endpoint`; -1: does not.");

  public static final Key<Integer> HEALTH_CHECK_PORT =
      Key.of(
          "monitoring.health_check_port",
          ValueType.integer(0, 65_535),
          8080,
          "Port of `/health`, `/ready`, `/version` and `/metrics`. 0: any free one.");

  public static final Key<String> HEALTH_CHECK_BIND =
      Key.of(
          "monitoring.health_check_bind",
          ValueType.STRING,
          "127.0.0.1",
          "Address that this port is opened on.");

  public static final Key<Integer> METRICS_INTERVAL =
      Key.of(
              "monitoring.metrics_interval_sec",
              ValueType.integer(1, Keys.DAY_SECONDS),
              60,
              "How often what is not counted is measured: processor time, memory, rings.")
          .live();

  public static final Key<Integer> CANARY_INTERVAL =
      Key.of(
          "monitoring.canary_interval_sec",
          ValueType.integer(1, 3600),
          5,
          "How often the agent makes an event of its own and waits for its alert: "
              + "the proof that detection works, on which `/ready` and `/health` rest.");

  public static final Key<Boolean> CANARY_TO_OUTPUTS =
      Key.of(
          "monitoring.canary_to_outputs",
          ValueType.BOOLEAN,
          false,
          "Whether the alerts of these events go to the outputs.");

  public static final Key<String> AUTH_TOKEN_FILE =
      Key.of(
          "monitoring.auth_token_file",
          ValueType.STRING,
          "",
          "A file with tokens, one a line. Where it is set, everything but "
              + "`/health` and `/ready` needs one of them (`Authorization: Bearer "
              + "TOKEN`). Others must not be able to read it.");

  public static final Key<String> TLS_CERT_FILE =
      Key.of(
          "monitoring.tls_cert_file",
          ValueType.STRING,
          "",
          "Certificate chain (PEM) of both ports; they then speak TLS. Read again "
              + "when it changes.");

  public static final Key<String> TLS_KEY_FILE =
      Key.of(
          "monitoring.tls_key_file",
          ValueType.STRING,
          "",
          "Its key (PEM, PKCS #8). Others must not be able to read it.");

  public static final Key<String> TLS_CLIENT_CA_FILE =
      Key.of(
          "monitoring.tls_client_ca_file",
          ValueType.STRING,
          "",
          "Certificates (PEM) of whom to trust: clients must then show a "
              + "certificate of theirs.");

  /** Files that nobody else may read. */
  static final List<Key<String>> SECRET_FILES = List.of(AUTH_TOKEN_FILE, TLS_KEY_FILE);

  /** Files that need no secrecy. */
  static final List<Key<String>> CERTIFICATE_FILES = List.of(TLS_CERT_FILE, TLS_CLIENT_CA_FILE);

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(
          PROMETHEUS_ENDPOINT,
          PROMETHEUS_PORT,
          HEALTH_CHECK_PORT,
          HEALTH_CHECK_BIND,
          METRICS_INTERVAL,
          CANARY_INTERVAL,
          CANARY_TO_OUTPUTS,
          AUTH_TOKEN_FILE,
          TLS_CERT_FILE,
          TLS_KEY_FILE,
          TLS_CLIENT_CA_FILE);

  private MonitoringKeys() {}
}
