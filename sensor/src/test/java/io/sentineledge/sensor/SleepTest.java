package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventView;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.Features;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An idle reader sleeps, and what happens wakes it: never the end of the longest sleep. */
final class SleepTest {
  private static final int LONGEST_SLEEP_MILLIS = 30_000;
  private static final SensorOptions OPTIONS =
      SensorOptions.DEFAULT.withMaxSleepMillis(LONGEST_SLEEP_MILLIS);

  /**
   * Opens with pauses in which the reader falls asleep; the first ones of its start are left out.
   */
  @Test
  void aLoneOpenIsSeenWithinMilliseconds() throws Exception {
    List<Long> delays = new ArrayList<>();
    EventView view = new EventView();
    try (LiveSensor sensor = LiveSensor.load(OPTIONS, new Features())) {
      sensor.start();
      Generator generator = Generator.start(20, 0, 50_000);
      RecordHandler handler =
          (memory, offset, _, _) -> {
            view.wrap(memory, offset);
            if (view.pid() == generator.pid() && view.comm().toString().equals("generator")) {
              delays.add(Clocks.boot() - view.time());
            }
          };
      while (generator.running()) {
        if (sensor.poll(handler) == 0) {
          sensor.await();
        }
      }
      while (sensor.poll(handler) > 0) {}
      assertEquals(20, generator.tally().opens());
    }
    assertTrue(delays.size() >= 20, delays::toString);
    Collections.sort(delays);
    long median = delays.get(delays.size() / 2);
    assertTrue(median < 100_000_000, () -> "delays in ns: " + delays);
  }

  @Test
  void anotherThreadEndsTheSleep() throws Exception {
    try (LiveSensor sensor = LiveSensor.load(OPTIONS, new Features())) { // nothing attached
      AtomicBoolean stop = new AtomicBoolean();
      Thread reader =
          new Thread(() -> {
            while (!stop.get()) {
              if (sensor.poll((_, _, _, _) -> {}) == 0) {
                sensor.await();
              }
            }
          });
      reader.start();
      Thread.sleep(300); // it has fallen asleep by now
      stop.set(true);
      sensor.wakeup();
      reader.join(LONGEST_SLEEP_MILLIS / 2);
      assertTrue(!reader.isAlive(), "the reader is still asleep");
    }
  }
}
