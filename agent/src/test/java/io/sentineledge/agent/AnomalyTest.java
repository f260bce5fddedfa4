package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent learns what workloads do, tells what is unusual, and remembers. */
@Timeout(300)
class AnomalyTest extends AgentFixture {
  /** Guesses names of files: many more than the machine's other work does. */
  private static final String GUESSES =
      """
      import os
      for i in range(400000):
          try: os.open('/nonexistent/%d' % i, 0)
          except OSError: pass
      """;

  private AgentProcess start() throws Exception {
    return start(
        Map.of(
            "SENTINEL_ALERT_ON_ANOMALIES",
            "true",
            "SENTINEL_ANOMALY_WARMUP_SEC",
            "10",
            "SENTINEL_STATE_DIR",
            folder + "/state"),
        "--json");
  }

  @Test
  void aBurstOfGuessesIsToldAndWhatWasLearnedIsKept() throws Exception {
    Path state = folder.resolve("state/anomalies");
    try (AgentProcess agent = start()) {
      Thread.sleep(23_000); // two intervals end, in the first of which it warms up
      assertEquals(0, new ProcessBuilder("python3", "-c", GUESSES).start().waitFor());
      agent.await(
          "the alert",
          () ->
              lines(agent).stream()
                  .anyMatch(line ->
                      line.contains("\"Unusual activity of a workload\"")
                          && line.contains("\"anomaly.rate\":\"failed opens\"")));
      String alert =
          lines(agent).stream()
              .filter(line -> line.contains("\"failed opens\""))
              .findFirst()
              .orElseThrow();
      assertTrue(alert.contains("failed opens in 10 s, usually 0 to "), alert);
      assertTrue(alert.contains("\"anomaly.workload\":\"/"), alert);
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    try (AgentProcess agent = start()) {
      agent.await("memory", () -> agent.stderr().contains("usually do was read from " + state));
    }
    Files.writeString(state, "what is this?");
    try (AgentProcess agent = start()) {
      agent.await("a notice", () -> agent.stderr().contains("what is usual is learned anew"));
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
    }
  }
}
