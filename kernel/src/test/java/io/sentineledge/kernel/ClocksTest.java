package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClocksTest {
  private static final long TOLERANCE = TimeUnit.SECONDS.toNanos(1);

  @Test
  void wallClockAgreesWithThatOfJava() {
    Instant now = Instant.now();
    long expected = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    assertTrue(Math.abs(Clocks.wall() - expected) < TOLERANCE);
  }

  /** The first figure of /proc/uptime is the boot clock in seconds. */
  @Test
  void bootClockAgreesWithUptime() throws IOException {
    String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
    long expected = (long) (Double.parseDouble(uptime) * 1e9);
    assertTrue(Math.abs(Clocks.boot() - expected) < TOLERANCE);
  }

  @Test
  void bootClockAdvances() {
    long first = Clocks.boot();
    long second = Clocks.boot();
    assertTrue(second >= first && first > 0);
  }
}
