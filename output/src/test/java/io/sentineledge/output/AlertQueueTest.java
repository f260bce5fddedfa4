package io.sentineledge.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.output.AlertQueue.Drop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AlertQueueTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  /** Keeps what it gets; fails while it is told to. */
  private static final class Memory implements AlertSink {
    final List<String> outputs = Collections.synchronizedList(new ArrayList<>());
    boolean failing;

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public void write(Sighting sighting) throws IOException {
      if (failing) {
        throw new IOException("Broken pipe");
      }
      outputs.add(sighting.alert().output());
    }
  }

  private final Memory sink = new Memory();

  @Test
  void keepsTheOrder() {
    AlertQueue queue = new AlertQueue(List.of(sink), 10, NO_LIMIT, Duration.ZERO);
    queue.offer(Alerts.alert("1", Map.of()));
    queue.offer(Alerts.alert("2", Map.of()));
    assertEquals(2, queue.drain());
    assertEquals(List.of("1", "2"), sink.outputs);
    assertEquals(2, queue.written());
  }

  @Test
  void countsWhatDoesNotFit() {
    AlertQueue queue = new AlertQueue(List.of(sink), 2, NO_LIMIT, Duration.ZERO);
    assertTrue(queue.offer(Alerts.alert("1", Map.of())));
    assertTrue(queue.offer(Alerts.alert("2", Map.of())));
    assertFalse(queue.offer(Alerts.alert("3", Map.of())));
    assertEquals(1, queue.dropped(Drop.QUEUE_FULL));
    queue.drain();
    assertTrue(queue.offer(Alerts.alert("4", Map.of())));
  }

  @Test
  void boundsTheMemoryThatHostileNamesTake() {
    AlertQueue queue = new AlertQueue(List.of(sink), 1000, 10_000, Duration.ZERO);
    String name = "x".repeat(4000);
    assertTrue(queue.offer(Alerts.alert(name, Map.of("fd.name", name))));
    assertFalse(queue.offer(Alerts.alert(name, Map.of("fd.name", name))));
    assertEquals(1, queue.dropped(Drop.MEMORY));
    queue.drain();
    assertTrue(queue.offer(Alerts.alert(name, Map.of("fd.name", name))));
  }

  @Test
  void aFailingSinkIsCountedAndDoesNotStopTheOthers() {
    Memory broken = new Memory();
    broken.failing = true;
    AlertQueue queue = new AlertQueue(List.of(broken, sink), 10, NO_LIMIT, Duration.ZERO);
    queue.offer(Alerts.alert("1", Map.of()));
    queue.drain();
    assertEquals(List.of("1"), sink.outputs);
    assertEquals(1, queue.dropped(Drop.SINK_FAILED));
    assertEquals(0, queue.written());
  }

  @Test
  @Timeout(10)
  void closeWritesWhatWaits() {
    AlertQueue queue = new AlertQueue(List.of(sink), 1000, NO_LIMIT, Duration.ZERO);
    queue.start();
    for (int i = 0; i < 500; i++) {
      assertTrue(queue.offer(Alerts.alert("" + i, Map.of())));
    }
    queue.close(Duration.ofSeconds(5));
    assertEquals(500, sink.outputs.size());
    assertEquals(500, queue.written());
    assertEquals(0, queue.dropped());
  }

  @Test
  @Timeout(10)
  void aSinkThatHangsNeitherStopsDetectionNorTheEnd() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AlertSink hanging =
        new AlertSink() {
          @Override
          public String name() {
            return "hanging";
          }

          @Override
          public void write(Sighting sighting) {
            entered.countDown();
            boolean done = false;
            while (!done) {
              try {
                released.await();
                done = true;
              } catch (InterruptedException e) {
                // as a write to a full pipe, which can't be interrupted
              }
            }
          }
        };
    AlertQueue queue = new AlertQueue(List.of(hanging), 3, NO_LIMIT, Duration.ZERO);
    queue.start();
    queue.offer(Alerts.alert("taken", Map.of()));
    entered.await();
    for (int i = 0; i < 5; i++) {
      queue.offer(Alerts.alert("" + i, Map.of()));
    }
    queue.close(Duration.ofMillis(50));
    assertEquals(2, queue.dropped(Drop.QUEUE_FULL));
    assertEquals(3, queue.dropped(Drop.STOPPED));
    released.countDown();
  }
}
