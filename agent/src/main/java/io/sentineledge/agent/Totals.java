package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import java.time.Duration;
import java.util.Locale;

/** What the agent saw, for the person who stops it. */
final class Totals {
  private Totals() {}

  /**
   * Some lines of plain text: a sentence, then one line for each type of event that happened.
   *
   * @param more to be added to the sentence
   * @param time that the agent ran
   */
  static String text(Accounting accounting, String more, Duration time) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "stopped after %.1f s: %,d events, %,d lost%s%n",
            time.toMillis() / 1e3,
            accounting.delivered(),
            accounting.lost(),
            more));
    for (EventType type : EventType.values()) {
      long delivered = accounting.delivered(type);
      long lost = accounting.lost(type);
      if (delivered + lost > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-12s %,14d delivered %,14d lost%n",
                type.falcoName(),
                delivered,
                lost));
      }
    }
    accounting
        .missedRuns()
        .forEach((program, runs) -> {
          if (runs > 0) {
            text.append(
                String.format(
                    Locale.ROOT, "  %-12s %,14d runs skipped by the kernel%n", program, runs));
          }
        });
    return text.toString();
  }
}
