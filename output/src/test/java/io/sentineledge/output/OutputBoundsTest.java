package io.sentineledge.output;

import static io.sentineledge.output.OutputTest.await;
import static io.sentineledge.output.OutputTest.numbers;
import static io.sentineledge.output.OutputTest.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an output keeps for a sink that does not take it. */
@Timeout(120)
class OutputBoundsTest {
  @TempDir private Path folder = Path.of("");
  private final MemorySink sink = new MemorySink();

  private Output output(int waiting, int batch, @Nullable Spool spool) {
    Output.Limits limits = new Output.Limits(waiting, batch, Duration.ofMillis(1), Duration.ZERO);
    return new Output("memory", OutputTest.settings(sink, limits), spool);
  }

  @Test
  void anHourOfAlertsWaitsForASinkThatIsGoneAndNoneIsLost() throws Exception {
    int alerts = 5 * 3600;
    sink.gone = true;
    Spool spool = new Spool(folder.resolve("x.spool"), 1 << 20);
    try (Output output = output(4096, 64, spool)) {
      for (int i = 0; i < alerts; i++) {
        offer(output, i, i + 1);
        await(() -> output.queued() < 4096);
      }
      await(() -> output.waiting() == 0 && output.failures() > 2);
      assertEquals(0, output.written());
      sink.gone = false;
      await(() -> output.written() == alerts);
      assertEquals(numbers(0, alerts), sink.records);
      for (Output.Drop reason : Output.Drop.values()) {
        assertEquals(0, output.dropped(reason), reason.name());
      }
    }
  }

  @Test
  void theMemoryThatHostileNamesTakeIsBounded() throws Exception {
    sink.gone = true;
    try (Output output = output(1000, 1, null)) {
      offer(output, 0, 1);
      await(() -> output.failures() > 0);
      String name = "x".repeat(1 << 20);
      for (int i = 0; i < 8; i++) {
        output.offer(Alerts.alert(name, Map.of()));
      }
      assertTrue(output.dropped(Output.Drop.QUEUE_FULL) >= 3);
      assertTrue(output.waiting() > 0);
      sink.gone = false;
      await(() -> output.waiting() == 0);
      assertTrue(output.offer(Alerts.alert(name, Map.of())), "there is room again");
    }
  }
}
