package io.sentineledge.agent.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.sentineledge.output.JsonLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A line of the log as one JSON object: time, level, logger, message, and what was thrown. */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private final JsonLine line = new JsonLine();

  @Override
  public String doLayout(ILoggingEvent event) {
    String logger = event.getLoggerName();
    byte[] bytes =
        line.of(members -> {
          members
              .add("time", Instant.ofEpochMilli(event.getTimeStamp()).toString())
              .add("level", event.getLevel().toString())
              .add("logger", logger.substring(logger.lastIndexOf('.') + 1))
              .add("message", event.getFormattedMessage());
          if (event.getThrowableProxy() != null) {
            members.add("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        });
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
