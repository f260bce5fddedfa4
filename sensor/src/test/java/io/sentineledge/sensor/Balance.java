package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.event.EventType;

/** Where every event is: produced = delivered + filtered + lost. */
final class Balance {
  private Balance() {}

  /**
   * Stops the sensor and reads what it has left. Programs that were running when they were detached
   * may take a moment to end.
   */
  static Accounting settle(LiveSensor sensor, RecordHandler handler) throws Exception {
    sensor.stop();
    Accounting accounting = sensor.accounting();
    for (int i = 0; i < 100 && !holds(accounting); i++) {
      while (sensor.poll(handler) > 0) {}
      accounting = sensor.accounting();
      Thread.sleep(10);
    }
    return accounting;
  }

  private static boolean holds(Accounting a) {
    return a.produced() == a.delivered() + a.filtered() + a.lost();
  }

  /** Fails unless it holds for each type and for all of them. */
  static void check(Accounting a) {
    for (EventType type : EventType.values()) {
      assertEquals(
          a.produced(type), a.delivered(type) + a.filtered(type) + a.lost(type), type::name);
    }
    assertEquals(a.produced(), a.delivered() + a.filtered() + a.lost(), a::toString);
    assertEquals(0, a.deliveredUnknown());
  }
}
