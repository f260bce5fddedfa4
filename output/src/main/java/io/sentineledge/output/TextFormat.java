package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An alert as one line of text, for pipes and files.
 *
 * <pre>2026-01-31T12:00:00.123456789Z CRITICAL Rule name: output [tag, tag]</pre>
 */
public final class TextFormat implements AlertFormat {
  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    StringBuilder line = new StringBuilder(512);
    line.append(Times.rfc3339(alert.time()))
        .append(' ')
        .append(alert.priority().falcoName().toUpperCase(Locale.ROOT))
        .append(' ')
        .append(SafeText.of(alert.rule()))
        .append(": ")
        .append(SafeText.of(alert.output()));
    if (!alert.tags().isEmpty()) {
      line.append(" [").append(SafeText.of(String.join(", ", alert.tags()))).append(']');
    }
    if (sighting.isFolded()) {
      line.append(" (").append(sighting.times()).append(')');
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
