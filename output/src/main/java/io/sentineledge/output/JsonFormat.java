package io.sentineledge.output;

import io.sentineledge.detect.Alert;

/**
 * Falco's JSON alert, one object a line.
 *
 * <p>{@code output} is text for people, so it is escaped as on a terminal. Values of {@code
 * output_fields} are exact: JSON's own escapes carry what must not reach a terminal raw. Bytes that
 * are no valid UTF-8 appear as {@code \xNN} in both.
 */
public final class JsonFormat implements AlertFormat {
  private final JsonLine line = new JsonLine();

  @Override
  public byte[] format(Alert alert) {
    return line.of(members ->
        members
            .add("time", Times.rfc3339(alert.time()))
            .add("rule", alert.rule())
            .add("priority", alert.priority().falcoName())
            .add("source", alert.source())
            .add("hostname", alert.hostname())
            .add("tags", alert.tags())
            .add("output", SafeText.of(alert.output()))
            .add("output_fields", alert.fields()));
  }
}
