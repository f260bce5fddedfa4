package io.sentineledge.agent.config;

import java.util.Arrays;
import java.util.Optional;

/** How much the agent logs; spelled in any case on the command line and in the configuration. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** The level of this name. */
  public static Optional<LogLevel> of(String name) {
    return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(name)).findFirst();
  }
}
