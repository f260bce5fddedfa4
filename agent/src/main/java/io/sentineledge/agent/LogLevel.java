package io.sentineledge.agent;

import ch.qos.logback.classic.Level;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much the agent logs; spelled in any case on the command line and in the configuration. */
enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** The names for messages, from the quietest. */
  static final String NAMES =
      Arrays.stream(values())
          .map(level -> level.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  Level level() {
    return Level.toLevel(name());
  }

  static Optional<LogLevel> of(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(name)).findFirst();
  }
}
