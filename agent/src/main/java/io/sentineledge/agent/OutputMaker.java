package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.CoreKeys;
import io.sentineledge.agent.config.EbpfKeys;
import io.sentineledge.agent.config.Header;
import io.sentineledge.agent.config.Key;
import io.sentineledge.agent.config.OutputConfig;
import io.sentineledge.agent.config.OutputKeys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Pem;
import io.sentineledge.agent.logging.Logging;
import io.sentineledge.output.AlertFilter;
import io.sentineledge.output.AlertFormat;
import io.sentineledge.output.EcsFormat;
import io.sentineledge.output.FileSink;
import io.sentineledge.output.HttpPost;
import io.sentineledge.output.JsonFormat;
import io.sentineledge.output.KafkaSink;
import io.sentineledge.output.OcsfFormat;
import io.sentineledge.output.OtlpFormat;
import io.sentineledge.output.OtlpSink;
import io.sentineledge.output.Output;
import io.sentineledge.output.ProgramSink;
import io.sentineledge.output.RecordSink;
import io.sentineledge.output.RotatingFile;
import io.sentineledge.output.Spool;
import io.sentineledge.output.SyslogFormat;
import io.sentineledge.output.SyslogSink;
import io.sentineledge.output.TextFormat;
import io.sentineledge.output.WebhookSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes outputs, and what they go by, of what the configuration says of them. */
final class OutputMaker {
  private static final Logger LOG = LoggerFactory.getLogger(OutputMaker.class);

  private final Config config;
  private final Health health;

  /**
   * @param config of the start: folders and batches stay as they were
   */
  OutputMaker(Config config, Health health) {
    this.config = config;
    this.health = health;
  }

  /** Bounds of an output. */
  Output.Limits limits(int waiting, int foldSeconds) {
    return new Output.Limits(
        waiting,
        config.get(EbpfKeys.BATCH_SIZE),
        Duration.ofNanos(config.get(EbpfKeys.BATCH_TIMEOUT) * 1000L),
        Duration.ofSeconds(foldSeconds));
  }

  /** Makes an output, with what its spool holds. */
  Output open(OutputConfig output) throws IOException, GeneralSecurityException {
    return new Output(output.name(), settings(output), spool(output));
  }

  /** What an output goes by. */
  Output.Settings settings(OutputConfig output) throws IOException, GeneralSecurityException {
    AlertFilter filter =
        AlertFilter.of(
            output.get(OutputKeys.MINIMUM_PRIORITY),
            output.get(OutputKeys.RULES),
            output.get(OutputKeys.TAGS));
    AlertFormat line =
        switch (output.get(OutputKeys.FORMAT)) {
          case JSON -> new JsonFormat();
          case TEXT -> new TextFormat();
          case OCSF -> new OcsfFormat(Version.NUMBER);
          case ECS -> new EcsFormat(Version.NUMBER);
        };
    return new Output.Settings(
        sink(output),
        switch (output.get(OutputKeys.TYPE)) {
          case SYSLOG -> new SyslogFormat(line);
          case OTLP -> new OtlpFormat();
          default -> line;
        },
        filter,
        limits(output.get(OutputKeys.QUEUE_SIZE), output.get(OutputKeys.FOLD)));
  }

  private RecordSink sink(OutputConfig output) throws IOException, GeneralSecurityException {
    int timeout = output.get(OutputKeys.TIMEOUT);
    return switch (output.get(OutputKeys.TYPE)) {
      case FILE ->
          new FileSink(
              new RotatingFile(
                  path(output, OutputKeys.PATH).orElseThrow(),
                  new RotatingFile.Policy(
                      output.get(OutputKeys.MAX_SIZE), null, output.get(OutputKeys.MAX_FILES)),
                  Clock.systemUTC()));
      case SYSLOG ->
          new SyslogSink(URI.create(output.get(OutputKeys.ADDRESS)), timeout, tls(output));
      case WEBHOOK -> new WebhookSink(post(output, timeout, output.get(OutputKeys.IN_FLIGHT)));
      case OTLP -> new OtlpSink(post(output, timeout, 1), Version.NUMBER, Hostname.name());
      case KAFKA -> {
        Logging.onlyErrors("org.apache.kafka");
        yield new KafkaSink(
            output.get(OutputKeys.SERVERS),
            output.get(OutputKeys.TOPIC),
            timeout,
            table(output, OutputKeys.PROPERTIES));
      }
      case PROGRAM -> new ProgramSink(output.get(OutputKeys.COMMAND));
    };
  }

  private HttpPost post(OutputConfig output, int timeout, int atOnce)
      throws IOException, GeneralSecurityException {
    return new HttpPost(
        URI.create(output.get(OutputKeys.URL)),
        table(output, OutputKeys.HEADERS),
        output.get(OutputKeys.GZIP),
        timeout,
        tls(output),
        atOnce);
  }

  private static Map<String, String> table(OutputConfig output, Key<List<Header>> key) {
    Map<String, String> table = new HashMap<>();
    for (Header entry : output.get(key)) {
      table.put(entry.name(), entry.value());
    }
    return table;
  }

  private Optional<Path> path(OutputConfig output, Key<String> key) {
    String name = output.get(key);
    return name.isEmpty() ? Optional.empty() : Optional.of(config.resolve(name));
  }

  private @Nullable SSLContext tls(OutputConfig output)
      throws IOException, GeneralSecurityException {
    Optional<Path> ca = path(output, OutputKeys.TLS_CA_FILE);
    Optional<Path> certificate = path(output, OutputKeys.TLS_CERT_FILE);
    Optional<Path> key = path(output, OutputKeys.TLS_KEY_FILE);
    return ca.isEmpty() && certificate.isEmpty() ? null : Pem.context(ca, certificate, key);
  }

  /** Where it can't be opened, what the output does not take waits in memory alone. */
  private @Nullable Spool spool(OutputConfig output) {
    Path folder = Path.of(config.get(CoreKeys.STATE_DIR), "spool");
    try {
      return new Spool(
          folder.resolve(output.name().replaceAll("[^A-Za-z0-9_-]", "_") + ".spool"),
          output.get(OutputKeys.SPOOL_SIZE));
    } catch (IOException e) {
      health.degraded("spool", folder + " can't be used: " + e.getMessage());
      LOG.error("The spool of output {} can't be opened: {}", output.name(), e.toString());
      return null;
    }
  }
}
