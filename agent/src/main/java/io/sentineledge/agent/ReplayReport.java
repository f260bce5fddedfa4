package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.output.SafeText;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.capture.Damage;
import java.nio.file.Path;
import java.util.Locale;

/** What a replay did and what was missing, for the person who started it. */
final class ReplayReport {
  private final Path file;
  private final Replay replay;
  private final long begin = System.nanoTime();

  ReplayReport(Path file, Replay replay) {
    this.file = file;
    this.replay = replay;
  }

  /**
   * Some lines of plain text, once the replay has ended.
   *
   * @param stopped whether it ended early, so that the capture's end was not seen
   * @param more what else was counted
   */
  String text(boolean stopped, String more) {
    double seconds = Math.max(1, System.nanoTime() - begin) / 1e9;
    Accounting accounting = replay.accounting();
    StringBuilder text = new StringBuilder();
    for (Damage damage : replay.damage()) {
      text.append("warning: ").append(file).append(' ').append(damage).append('\n');
    }
    if (replay.damaged() > replay.damage().size()) {
      text.append(
          "warning: %,d more damaged parts\n".formatted(replay.damaged() - replay.damage().size()));
    }
    if (stopped) {
      text.append("stopped before the end of the capture\n");
    } else if (!replay.complete()) {
      text.append(
          "warning: the capture has no proper end; losses after its last second are not known\n");
    }
    text.append(
        String.format(
            Locale.ROOT,
            "replayed %,d events in %.2f s (%,.0f events/s): %s%,d lost while recording%n",
            accounting.delivered(),
            seconds,
            accounting.delivered() / seconds,
            more,
            accounting.lost()));
    for (EventType type : EventType.values()) {
      if (accounting.lost(type) > 0) {
        text.append(
            String.format(
                Locale.ROOT, "  %-12s %,14d lost%n", type.falcoName(), accounting.lost(type)));
      }
    }
    if (!replay.machine().filter().isEmpty()) {
      text.append("recorded with FILTER: ")
          .append(SafeText.of(replay.machine().filter()))
          .append('\n');
    }
    return text.toString();
  }
}
