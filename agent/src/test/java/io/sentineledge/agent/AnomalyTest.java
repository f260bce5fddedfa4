package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running agent learns what workloads do, tells what is unusual, and remembers. */
@Timeout(300)
class AnomalyTest extends AgentFixture {
  /**
   * In a workload of its own, which nothing else changes: one guess at a file's name; an interval
   * later, many.
   */
  private static final String GUESSES =
      """
      import os, sys, time
      def guess(times):
          for i in range(times):
              try: os.open('/nonexistent/%d' % i, 0)
              except OSError: pass
      with open(sys.argv[1] + '/cgroup.procs', 'w') as joined:
          joined.write(str(os.getpid()))
      guess(1)
      time.sleep(11)
      guess(20000)
      """;

  private Path workload = Path.of("");

  @BeforeEach
  void makeWorkload() throws IOException {
    Path cgroups = Path.of("/sys/fs/cgroup");
    Path memory = cgroups.resolve("memory");
    workload = (Files.exists(memory) ? memory : cgroups).resolve("se" + folder.getFileName());
    Files.createDirectory(workload);
  }

  @AfterEach
  void removeWorkload() throws IOException {
    Files.delete(workload);
  }

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

  private List<String> alerts(AgentProcess agent) {
    return lines(agent).stream()
        .filter(line -> line.contains("\"rule\":\"Unusual activity of a workload\""))
        .filter(line -> line.contains("\"anomaly.workload\":\"/" + workload.getFileName() + '"'))
        .toList();
  }

  @Test
  void aBurstOfGuessesIsToldAndWhatWasLearnedIsKept() throws Exception {
    Path state = folder.resolve("state/anomalies");
    try (AgentProcess agent = start()) {
      List<String> guesses = List.of("python3", "-c", GUESSES, workload.toString());
      assertEquals(0, new ProcessBuilder(guesses).inheritIO().start().waitFor());
      agent.await("the alert", () -> !alerts(agent).isEmpty());
      String alert = alerts(agent).getFirst();
      assertTrue(alert.contains(" failed opens in 10 s, usually 0 to 500 "), alert);
      assertTrue(alert.contains("\"anomaly.rate\":\"failed opens\""), alert);
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
