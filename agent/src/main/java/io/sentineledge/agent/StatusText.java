package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What the ports tell in JSON, for a person. */
final class StatusText {
  private StatusText() {}

  /**
   * One screen.
   *
   * @param status what {@code /api/v1/status} answers
   * @param health what {@code /health} answers
   * @throws IOException if that is something else
   */
  static String of(boolean detects, String status, String health) throws IOException {
    Map<?, ?> agent = parse(status);
    StringBuilder text = new StringBuilder();
    text.append(
        "sentinel-edge %s %s, for %s: %s%n"
            .formatted(
                value(agent, "version"),
                verdict(detects, agent),
                time(agent.get("uptime_seconds")),
                value(agent, "status")));
    text.append(
        "%s rules, %s alerts, %s reloads and %s that were rejected%n%n"
            .formatted(
                value(agent, "rules"),
                value(agent, "alerts"),
                value(agent, "reloads"),
                value(agent, "reloads_rejected")));
    object(parse(health), "components")
        .forEach((name, component) -> {
          Map<?, ?> part = component instanceof Map<?, ?> map ? map : Map.of();
          text.append(line(name, value(part, "state"), value(part, "reason")));
        });
    object(agent, "outputs")
        .forEach((name, output) -> {
          Map<?, ?> part = output instanceof Map<?, ?> map ? map : Map.of();
          String counts =
              "%s alerts written, %s wait, %s bytes on disk"
                  .formatted(
                      value(part, "written"), value(part, "waiting"), value(part, "spooled_bytes"));
          text.append(line("to " + name, "", counts));
        });
    return text.toString();
  }

  private static String verdict(boolean detects, Map<?, ?> agent) {
    if (!detects) {
      return "does NOT detect";
    }
    return Boolean.TRUE.equals(agent.get("ready")) ? "detects" : "has not been seen to detect yet";
  }

  private static String line(@Nullable Object name, String state, String reason) {
    return "  %-20s %-9s %s".formatted(SafeText.of("" + name), state, reason).stripTrailing()
        + "\n";
  }

  private static Map<?, ?> parse(String json) throws IOException {
    try {
      // JSON is YAML
      if (new Load(LoadSettings.builder().build()).loadFromString(json) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YamlEngineException e) {
      throw new IOException("the answer is no JSON: " + e.getMessage(), e);
    }
    throw new IOException("the answer is no object");
  }

  private static Map<?, ?> object(Map<?, ?> in, String name) {
    return in.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String value(Map<?, ?> in, String name) {
    return SafeText.of(String.valueOf(in.get(name)));
  }

  private static String time(@Nullable Object seconds) {
    Duration time = Duration.ofSeconds(seconds instanceof Number number ? number.longValue() : 0);
    return time.toDays() > 0
        ? "%d d %d h".formatted(time.toDays(), time.toHoursPart())
        : time.toHours() > 0
            ? "%d h %d min".formatted(time.toHours(), time.toMinutesPart())
            : "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
