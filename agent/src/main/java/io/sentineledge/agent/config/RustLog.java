package io.sentineledge.agent.config;

import java.util.Optional;

/**
 * The level that a {@code RUST_LOG} of other programs means: its most general directive's.
 *
 * <pre>info    warn,sentinel=debug    sentinel=trace    off</pre>
 */
final class RustLog {
  private RustLog() {}

  static Optional<LogLevel> level(String directives) {
    Optional<LogLevel> found = Optional.empty();
    int shortest = Integer.MAX_VALUE;
    for (String directive : directives.replaceAll("/.*", "").split(",")) {
      String text = directive.strip();
      int equals = text.lastIndexOf('=');
      Optional<LogLevel> level = named(text.substring(equals + 1));
      int length = Math.max(equals, 0);
      if (level.isPresent() && length < shortest) {
        shortest = length;
        found = level;
      }
    }
    return found;
  }

  private static Optional<LogLevel> named(String text) {
    return text.equalsIgnoreCase("off") ? Optional.of(LogLevel.ERROR) : LogLevel.of(text);
  }
}
