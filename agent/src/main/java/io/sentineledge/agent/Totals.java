package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.sensor.Accounting;
import java.util.Locale;

/** What the agent saw, for the person who stops it. */
final class Totals {
  private Totals() {}

  /**
   * Some lines of plain text: a sentence, then one line for each type of event that happened.
   *
   * @param alerts that every sink took
   * @param droppedAlerts that did not reach every sink
   * @param seconds that the agent ran
   */
  static String text(Accounting accounting, long alerts, long droppedAlerts, double seconds) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "stopped after %.1f s: %,d events, %,d lost; %,d alerts, %,d dropped%n",
            seconds,
            accounting.delivered(),
            accounting.lost(),
            alerts,
            droppedAlerts));
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
