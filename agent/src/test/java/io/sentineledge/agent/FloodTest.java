package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring that is far too small: the agent says what was lost, to the event. */
@Timeout(300)
class FloodTest extends AgentFixture {
  private static final long OPENS = 200_000;
  private static final int ATTEMPTS = 3;
  private static final Pattern WARNING =
      Pattern.compile(
          "WARN  LossReport: Ring buffer full, events dropped:.* openat2=(\\d+)(?: .*)?"
              + " \\(raise ebpf\\.ring_buffer_size if it goes on\\)");
  private static final Pattern TOTAL =
      Pattern.compile("^  openat2 +([\\d,]+) delivered +([\\d,]+) lost$", Pattern.MULTILINE);

  /** What the process did, what the agent was given, and what it said it lost: twice. */
  private record Count(long opened, long delivered, long lost, long warned) {}

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void everyLostEventIsReportedByType(String backPressure) throws Exception {
    Flood flood = Flood.compiledIn(folder);
    Count count = run(flood, backPressure);
    // Another process of this machine may use the same call
    for (int i = 1; i < ATTEMPTS && count.opened() != count.delivered() + count.lost(); i++) {
      count = run(flood, backPressure);
    }
    assertEquals(OPENS, count.opened());
    assertTrue(count.lost() > 0, count::toString);
    assertEquals(count.opened(), count.delivered() + count.lost(), count::toString);
    assertEquals(count.lost(), count.warned(), count::toString);
  }

  private Count run(Flood flood, String backPressure) throws Exception {
    Files.writeString(rules, Flood.RULE);
    try (AgentProcess agent =
        start(
            Map.of(
                "SENTINEL_RING_BUFFER_SIZE",
                "16384",
                "SENTINEL_ENABLE_BACKPRESSURE",
                backPressure))) {
      long opened = flood.open(OPENS);
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      String said = agent.stderr();
      Matcher total = TOTAL.matcher(said);
      assertTrue(total.find(), said);
      long warned =
          WARNING.matcher(said).results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
      return new Count(opened, number(total.group(1)), number(total.group(2)), warned);
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
