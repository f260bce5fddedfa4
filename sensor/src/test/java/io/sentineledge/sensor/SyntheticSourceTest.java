package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SyntheticSourceTest {
  private static byte[] record(EventType type, long millis) {
    return new RecordWriter(type).u64(Header.TIME, millis * 1_000_000).build();
  }

  private static SyntheticSource.Builder story() {
    return new SyntheticSource.Builder()
        .add(record(EventType.TASK, 0))
        .add(record(EventType.EXECVE, 100))
        .add(record(EventType.OPENAT, 110))
        .add(record(EventType.OPENAT, 250))
        .add(record(EventType.PROCEXIT, 300));
  }

  private static List<String> play(SyntheticSource source) {
    List<String> seen = new ArrayList<>();
    EventView view = new EventView();
    RecordHandler handler =
        (memory, offset, _, _) -> {
          view.wrap(memory, offset);
          seen.add(view.type().falcoName() + " " + view.time() / 1_000_000);
        };
    source.start();
    source.listTasks(handler);
    while (!source.exhausted()) {
      source.poll(handler);
    }
    return seen;
  }

  @Test
  void withoutDelayTheOrderIsThatOfTime() {
    assertEquals(
        List.of("task 0", "execve 100", "openat 110", "openat 250", "procexit 300"),
        play(story().build()));
  }

  @Test
  void aDelayedLaneComesAfterYoungerRecordsOfTheOther() {
    assertEquals(
        List.of("task 0", "execve 100", "procexit 300", "openat 110", "openat 250"),
        play(story().delay(Lane.BULK, Duration.ofMillis(200)).build()));
    assertEquals(
        List.of("task 0", "openat 110", "openat 250", "execve 100", "procexit 300"),
        play(story().delay(Lane.CRITICAL, Duration.ofMillis(200)).build()));
  }

  @Test
  void aPassIsABatchAndAllIsAccountedFor() {
    SyntheticSource source = story().batchSize(3).build();
    assertEquals(new TaskListing.Listed(1), source.listTasks((_, _, _, _) -> {}));
    assertEquals(3, source.poll((_, _, _, _) -> {}));
    assertFalse(source.exhausted());
    assertEquals(1, source.poll((_, _, _, _) -> {}));
    assertTrue(source.exhausted());
    assertEquals(0, source.poll((_, _, _, _) -> {}));
    Accounting accounting = source.accounting();
    assertEquals(2, accounting.delivered(EventType.OPENAT));
    assertEquals(accounting.produced(), accounting.delivered());
    assertEquals(0, accounting.lost());
  }
}
