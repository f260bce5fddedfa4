package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.rules.Priority;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * An alert for a person at a terminal: a headline, the rule's output wrapped and aligned below it,
 * and a dim line of context.
 *
 * <pre>
 * 12:00:00.123  CRITICAL  Credential file read by an unusual program
 *                         cat read /etc/shadow (user root, command cat /etc/shadow)
 *                         mitre_credential_access, T1003.008
 * </pre>
 *
 * <p>Of a Sigma rule, its false positives and references follow.
 */
public final class TerminalFormat implements AlertFormat {
  private static final int PRIORITY_COLUMN = 14;
  private static final int TEXT_COLUMN = 24;

  /** Below this width alignment costs more than it gives. */
  private static final int MIN_COLUMNS = 60;

  private final boolean colour;
  private final int columns;
  private final ZoneId zone;

  /**
   * @param zone of the times shown
   */
  public TerminalFormat(Terminal terminal, ZoneId zone) {
    this.colour = terminal.colour();
    this.columns = terminal.columns();
    this.zone = zone;
  }

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    StringBuilder text = new StringBuilder(512);
    String time = Times.clock(alert.time(), zone);
    String priority = name(alert.priority());
    text.append(Style.DIM.apply(colour, time))
        .append(" ".repeat(PRIORITY_COLUMN - time.length()))
        .append(style(alert.priority()).apply(colour, priority))
        .append(" ".repeat(TEXT_COLUMN - PRIORITY_COLUMN - priority.length()))
        .append(Style.BOLD.apply(colour, SafeText.of(alert.rule())))
        .append('\n');
    paragraph(text, SafeText.of(details(alert)), false);
    if (sighting.isFolded()) {
      paragraph(text, sighting.times(), true);
    }
    if (!alert.tags().isEmpty()) {
      paragraph(text, SafeText.of(String.join(", ", alert.tags())), true);
    }
    if (alert.origin() != null) {
      List<String> harmless = alert.origin().falsePositives();
      if (!harmless.isEmpty()) {
        paragraph(text, SafeText.of("also raised by: " + String.join("; ", harmless)), true);
      }
      alert.origin().references().forEach(link -> paragraph(text, SafeText.of(link), true));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The output; an output that begins with the rule's name, as most do, does not repeat it. */
  private static String details(Alert alert) {
    String output = alert.output();
    return output.startsWith(alert.rule())
        ? output.substring(alert.rule().length()).strip()
        : output;
  }

  /** Wraps at blanks; a word that is longer than a line is left to the terminal. */
  private void paragraph(StringBuilder to, String safe, boolean dim) {
    int width = columns < MIN_COLUMNS ? Integer.MAX_VALUE : columns - TEXT_COLUMN - 1;
    int from = 0;
    while (from < safe.length()) {
      int end = lineEnd(safe, from, width);
      String line = safe.substring(from, end);
      to.append(" ".repeat(TEXT_COLUMN))
          .append(dim ? Style.DIM.apply(colour, line) : line)
          .append('\n');
      from = end < safe.length() && safe.charAt(end) == ' ' ? end + 1 : end;
    }
  }

  private static int lineEnd(String text, int from, int width) {
    if (text.length() - from <= width) {
      return text.length();
    }
    int blank = text.lastIndexOf(' ', from + width);
    if (blank > from) {
      return blank;
    }
    int next = text.indexOf(' ', from + width);
    return next < 0 ? text.length() : next;
  }

  /** At most eight letters, so that columns stay aligned. */
  private static String name(Priority priority) {
    return switch (priority) {
      case EMERGENCY -> "EMERG";
      case INFORMATIONAL -> "INFO";
      default -> priority.falcoName().toUpperCase(Locale.ROOT);
    };
  }

  private static Style style(Priority priority) {
    return switch (priority) {
      case EMERGENCY, ALERT -> Style.ALARM;
      case CRITICAL -> Style.BOLD_RED;
      case ERROR -> Style.RED;
      case WARNING -> Style.YELLOW;
      case NOTICE -> Style.CYAN;
      case INFORMATIONAL -> Style.BLUE;
      case DEBUG -> Style.DIM;
    };
  }
}
