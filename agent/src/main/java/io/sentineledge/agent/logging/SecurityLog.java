package io.sentineledge.agent.logging;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.LoggingKeys;
import io.sentineledge.agent.config.SecurityKeys;
import io.sentineledge.output.JsonLine;
import io.sentineledge.output.RecordSink;
import io.sentineledge.output.RotatingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log of what matters to security alone, beside the agent's log: alerts in Falco's JSON, and what
 * could hide an attack, each a JSON object with {@code security_event}. For any thread.
 */
public final class SecurityLog implements RecordSink {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityLog.class);
  private static final String NAME = "security.log";

  private final RotatingFile file;

  private SecurityLog(RotatingFile file) {
    this.file = file;
  }

  /** The one that is configured: it needs a log file to lie beside. */
  public static Optional<SecurityLog> of(Config config) {
    if (!config.get(SecurityKeys.LOG_SECURITY_EVENTS)) {
      return Optional.empty();
    }
    if (config.path(LoggingKeys.LOG_FILE).isEmpty()) {
      LOG.warn("security.log_security_events has no effect without logging.log_file");
    }
    return config
        .path(LoggingKeys.LOG_FILE)
        .map(log -> new SecurityLog(Logging.rotating(config, beside(log))));
  }

  /** Where it is, given the log file. */
  public static Path beside(Path log) {
    return log.resolveSibling(NAME);
  }

  /** Writes down something that is no alert. */
  public void note(String event, String message) {
    byte[] line =
        new JsonLine()
            .of(members ->
                members
                    .add("time", Instant.now().toString())
                    .add("security_event", event)
                    .add("message", message));
    try {
      write(List.of(line));
    } catch (IOException e) {
      LOG.error("The log of security events can't be written: {}", e.toString());
    }
  }

  @Override
  public synchronized void write(List<byte[]> records) throws IOException {
    for (byte[] record : records) {
      file.write(record);
    }
  }

  @Override
  public synchronized void close() {
    file.close();
  }
}
