package io.sentineledge.agent.config;

import java.util.List;

/** Keys of {@code [logging]}. */
public final class LoggingKeys {
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

  public static final Key<LogLevel> LOG_LEVEL =
      Key.of(
              "logging.level",
              ValueType.oneOf(LogLevel.class),
              LogLevel.INFO,
              "How much is logged. `RUST_LOG` sets it too, where neither the file nor"
                  + " `SENTINEL_LOG_LEVEL` does.")
          .alias("core.log_level")
          .live();

  public static final Key<LogFormat> LOG_FORMAT =
      Key.of(
          "logging.format",
          ValueType.oneOf(LogFormat.class),
          LogFormat.TEXT,
          "How a line of the log is written.");

  public static final Key<String> LOG_FILE =
      Key.of(
              "logging.log_file",
              ValueType.STRING,
              "",
              "A file for the log, beside standard error. Missing folders are made.")
          .alias("logging.output");

  public static final Key<Boolean> ROTATE =
      Key.of(
          "logging.rotate",
          ValueType.BOOLEAN,
          true,
          "Whether the log file is ever closed and a new one begun.");

  public static final Key<Period> LOG_ROTATION =
      Key.of(
          "logging.log_rotation",
          ValueType.oneOf(Period.class),
          Period.DAILY,
          "When that is done, beside when it grows larger than `max_size`.");

  public static final Key<Long> MAX_SIZE =
      Key.of(
          "logging.max_size",
          ValueType.SIZE_IN_BYTES,
          100L << 20,
          "Size of a log file at which the next one is begun: bytes, or with KB, "
              + "MB, GB (of 1024 each).");

  public static final Key<Integer> MAX_LOG_FILES =
      Key.of(
              "logging.max_log_files",
              ValueType.integer(0, 1 << 20),
              10,
              "How many closed log files are kept: `sentinel.log.1` is the newest.")
          .alias("logging.max_files");

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(LOG_LEVEL, LOG_FORMAT, LOG_FILE, ROTATE, LOG_ROTATION, MAX_SIZE, MAX_LOG_FILES);

  private LoggingKeys() {}
}
