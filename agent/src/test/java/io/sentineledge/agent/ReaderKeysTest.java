package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.config.Config;
import io.sentineledge.event.Lane;
import io.sentineledge.kernel.Features;
import io.sentineledge.sensor.LiveSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keys do to the reader that no other test changes. Needs root, which CI has. */
@Timeout(300)
class ReaderKeysTest {
  private static final String SWITCHES = "voluntary_ctxt_switches:";

  @BeforeEach
  void needsRoot() {
    Root.needed();
  }

  private static LiveSensor load(String variable, String value) {
    Config config = Configured.by(Map.of(variable, value));
    return LiveSensor.load(config.sensor(), new Features());
  }

  /** The shortest sleep, in ms, of a reader to whom nothing comes: nothing is attached. */
  private static long shortestSleep(String timeout) {
    long shortest = Long.MAX_VALUE;
    try (LiveSensor sensor = load("SENTINEL_POLL_TIMEOUT_MS", timeout)) {
      for (int i = 0; i < 15; i++) {
        long begin = System.nanoTime();
        sensor.await();
        // The first ones are naps
        if (i >= 10) {
          shortest = Math.min(shortest, (System.nanoTime() - begin) / 1_000_000);
        }
      }
    }
    return shortest;
  }

  @Test
  void pollTimeout() {
    assertTrue(shortestSleep("20") < 400);
    assertTrue(shortestSleep("500") >= 499);
  }

  @Test
  void eventBatchSize() {
    try (LiveSensor sensor = load("SENTINEL_EVENT_BATCH_SIZE", "1")) {
      sensor.start();
      for (int i = 0; i < 20; i++) {
        AgentFixture.cat(Path.of("/dev/null"));
      }
      sensor.stop();
      int most = 0;
      int all = 0;
      for (int pass = 0; pass < 10_000; pass++) {
        int records = sensor.poll((_, _, _, _) -> {});
        most = Math.max(most, records);
        all += records;
      }
      assertTrue(all > 40, "records " + all);
      assertTrue(most <= 2, "one of each lane, not " + most);
    }
  }

  /** How often this thread went to sleep. */
  private static long sleeps() throws IOException {
    return Files.readString(Path.of("/proc/thread-self/status"))
        .lines()
        .filter(line -> line.startsWith(SWITCHES))
        .mapToLong(line -> Long.parseLong(line.substring(SWITCHES.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  /** How often a reader sleeps in a hundred waits, each of which follows a critical record. */
  private static long sleepsOf100Waits(String window) throws IOException {
    Process others =
        new ProcessBuilder("sh", "-c", "for i in $(seq 20000); do sleep 0.002; done").start();
    try (LiveSensor sensor = load("SENTINEL_RING_BUFFER_POLL_TIMEOUT_US", window)) {
      sensor.start();
      long slept = 0;
      for (int waits = 0; waits < 100; ) {
        int[] critical = {0};
        sensor.poll((_, _, _, lane) -> critical[0] += lane == Lane.CRITICAL ? 1 : 0);
        long before = sleeps();
        sensor.await();
        if (critical[0] > 0) {
          waits++;
          slept += sleeps() - before;
        }
      }
      return slept;
    } finally {
      others.destroyForcibly();
    }
  }

  @Test
  void ringBufferPollTimeout() throws IOException {
    long naps = sleepsOf100Waits("0");
    long looks = sleepsOf100Waits("1000000");
    assertTrue(naps > 20 && looks < naps / 2, naps + " and " + looks);
  }
}
