package io.sentineledge.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import io.sentineledge.output.SafeText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log: time in UTC, level, logger, message. What comes from processes can't forge a
 * line or reach the terminal, since everything is escaped.
 *
 * <pre>2026-01-31T12:00:00.123Z WARN  Pipeline: Ring buffer full, events dropped: open=12</pre>
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(128);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(6 - level.length()));
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    line.append(SafeText.of(event.getFormattedMessage())).append('\n');
    trace(event.getThrowableProxy(), "", line);
    return line.toString();
  }

  private static void trace(@Nullable IThrowableProxy thrown, String caption, StringBuilder to) {
    if (thrown == null) {
      return;
    }
    to.append("    ").append(caption).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      to.append(": ").append(SafeText.of(thrown.getMessage()));
    }
    to.append('\n');
    for (StackTraceElementProxy frame : thrown.getStackTraceElementProxyArray()) {
      to.append("        ").append(frame.getSTEAsString()).append('\n');
    }
    trace(thrown.getCause(), "caused by ", to);
  }
}
