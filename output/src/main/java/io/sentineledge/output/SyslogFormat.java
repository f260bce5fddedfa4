package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An alert as a message of RFC 5424, facility authpriv, with the severity of its priority; the
 * message is another format's line, in UTF-8.
 *
 * <pre>&lt;82&gt;1 2026-01-31T12:00:00.123456Z host sentinel-edge 123 ALERT - {...}</pre>
 */
public final class SyslogFormat implements AlertFormat {
  private static final int AUTHPRIV = 10;
  private static final int RFC_3339_MICROS = 26;
  private static final int LONGEST_HOST = 255;

  private final AlertFormat message;

  public SyslogFormat(AlertFormat message) {
    this.message = message;
  }

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    long priority = AUTHPRIV * 8 + new AlertFacts(alert).severity();
    String time = Times.rfc3339(alert.time()).substring(0, RFC_3339_MICROS) + "Z";
    String header =
        "<%d>1 %s %s sentinel-edge %d ALERT - "
            .formatted(priority, time, host(alert.hostname()), ProcessHandle.current().pid());
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    byte[] line = message.format(sighting);
    record.write(line, 0, line.length - 1); // without its line feed
    return record.toByteArray();
  }

  private static String host(String name) {
    String printable = name.replaceAll("[^!-~]", "_");
    return printable.isEmpty()
        ? "-"
        : printable.substring(0, Math.min(LONGEST_HOST, printable.length()));
  }
}
