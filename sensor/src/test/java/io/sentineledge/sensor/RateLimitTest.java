package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.kernel.LibBpf;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of the bulk lane, in the kernel. Needs root. */
@Timeout(60)
class RateLimitTest {
  private static final int PER_SECOND = 1000;
  private static final int OPENS = 50_000;
  private static final String LOOP =
      "import os\nfor i in range(" + OPENS + "): os.close(os.open('/dev/null', 0))";

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void whatIsBeyondTheLimitIsCountedAndNothingElseIsLost(String variant) throws Exception {
    Root.needed();
    SensorOptions options =
        SensorOptions.DEFAULT.withRingBytes(1 << 24).withBulkPerSecond(PER_SECOND);
    SensorPrograms programs = SensorPrograms.load(LibBpf.instance(), options, variant);
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      RecordHandler nothing = (_, _, _, _) -> {};
      long begin = System.nanoTime();
      sensor.start();
      Process opener = new ProcessBuilder("python3", "-c", LOOP).start();
      while (opener.isAlive()) {
        while (sensor.poll(nothing) > 0) {}
        Thread.sleep(5);
      }
      assertEquals(0, opener.exitValue());
      sensor.stop();
      double seconds = (System.nanoTime() - begin) / 1e9;
      while (sensor.poll(nothing) > 0) {}
      Accounting accounting = sensor.accounting();
      long bulk = 0;
      for (EventType type : EventType.values()) {
        if (type.lane() == io.sentineledge.event.Lane.BULK) {
          bulk += accounting.delivered(type);
        } else {
          assertEquals(0, accounting.lost(type, Loss.RATE_LIMIT), type::name);
        }
      }
      long limited = accounting.lost(Loss.RATE_LIMIT);
      // Shares of workloads that come new, and a window that two cpus begin at once, add a little
      assertTrue(bulk <= 2 * PER_SECOND * (seconds + 0.3), bulk + " in " + seconds + " s");
      assertTrue(limited >= OPENS - 2 * PER_SECOND * (seconds + 0.3), "" + accounting);
      assertEquals(0, accounting.lost(Loss.RING_FULL));
    }
  }
}
