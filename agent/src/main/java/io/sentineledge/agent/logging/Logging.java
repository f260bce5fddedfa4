package io.sentineledge.agent.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.LogLevel;
import io.sentineledge.agent.config.LoggingKeys;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.output.RotatingFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends the log to stderr, and where the configuration says. */
public final class Logging {
  private static final String STDERR = "stderr";
  private static final Repeats REPEATS = new Repeats(System::nanoTime);

  private Logging() {}

  /** As it is until the configuration is read. */
  static void configure(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    toStderr(context, root, new LogLayout());
  }

  private static void toStderr(LoggerContext context, Logger root, Layout<ILoggingEvent> layout) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(started(layout, context));
    encoder.start();
    OutputStreamAppender<ILoggingEvent> stderr = new OutputStreamAppender<>();
    stderr.setContext(context);
    stderr.setName(STDERR);
    stderr.setEncoder(encoder);
    stderr.setOutputStream(new FileOutputStream(FileDescriptor.err));
    stderr.start();
    root.detachAppender(STDERR);
    root.addAppender(stderr);
  }

  private static Layout<ILoggingEvent> started(
      Layout<ILoggingEvent> layout, LoggerContext context) {
    layout.setContext(context);
    layout.start();
    return layout;
  }

  /** Changes how much is logged, at once. */
  public static void level(LogLevel level) {
    root().setLevel(Level.toLevel(level.name()));
    LibBpf.logMessages(level.compareTo(LogLevel.DEBUG) >= 0);
  }

  /** Of what a library says, logs errors alone: it can't know what its user makes of the rest. */
  public static void onlyErrors(String logger) {
    root().getLoggerContext().getLogger(logger).setLevel(Level.ERROR);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /**
   * Logs as an agent that watches does: in the format that is configured, also to a file, and
   * without many repeats.
   *
   * @param onFile told why the log file can't be written; an empty text once it can again
   */
  public static void begin(Config config, Consumer<String> onFile) {
    Logger root = root();
    LoggerContext context = root.getLoggerContext();
    if (config.get(LoggingKeys.LOG_FORMAT) == LoggingKeys.LogFormat.JSON) {
      toStderr(context, root, new JsonLayout());
    }
    Optional<Path> file = config.path(LoggingKeys.LOG_FILE);
    if (file.isPresent()) {
      FileAppender appender =
          new FileAppender(rotating(config, file.get()), started(layout(config), context), onFile);
      appender.setContext(context);
      appender.setName("file");
      appender.start();
      root.addAppender(appender);
    }
    REPEATS.setContext(context);
    REPEATS.start();
    context.addTurboFilter(REPEATS);
  }

  private static Layout<ILoggingEvent> layout(Config config) {
    return config.get(LoggingKeys.LOG_FORMAT) == LoggingKeys.LogFormat.JSON
        ? new JsonLayout()
        : new LogLayout();
  }

  /** Logs how many messages were left out as repeats; to be called now and then. */
  public static void tellRepeats() {
    REPEATS.tell();
  }

  /** A file that is rotated as the configuration says of logs. */
  public static RotatingFile rotating(Config config, Path file) {
    boolean rotate = config.get(LoggingKeys.ROTATE);
    @Nullable ChronoUnit period =
        switch (config.get(LoggingKeys.LOG_ROTATION)) {
          case DAILY -> ChronoUnit.DAYS;
          case HOURLY -> ChronoUnit.HOURS;
          case NEVER -> null;
        };
    return new RotatingFile(
        file,
        new RotatingFile.Policy(
            rotate ? config.get(LoggingKeys.MAX_SIZE) : 0,
            rotate ? period : null,
            config.get(LoggingKeys.MAX_LOG_FILES)),
        Clock.systemUTC());
  }
}
