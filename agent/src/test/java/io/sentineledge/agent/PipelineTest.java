package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.ProcessTable;
import io.sentineledge.state.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From records to alerts, without a kernel and without a thread. */
class PipelineTest {
  private static final long BOOT = 1_700_000_000_000_000_000L;
  private static final long SECOND = 1_000_000_000;
  private static final String RULE =
      """
      - rule: Shadow read
        desc: a test
        condition: evt.type = openat and fd.name = /etc/shadow and proc.name = reader
        output: "%proc.name read %fd.name after %proc.cmdline"
        priority: CRITICAL
        tags: [T1003.008]
      """;

  @TempDir private Path root = Path.of("");
  private final List<Alert> alerts = new ArrayList<>();

  private Pipeline pipeline(SyntheticSource source, EventIntake.Handler handler) {
    EventContext context =
        new EventContext(new ProcessTable(), new HostAccounts(HostRoot.at(root)));
    return new Pipeline(
        source,
        context,
        handler,
        new WallClock(() -> SECOND, () -> BOOT + SECOND)::bootTime,
        Text.of("h"));
  }

  private Engine engine() {
    RuleLoader.Result rules = new RuleLoader().addText("test.yaml", RULE).load();
    assertFalse(rules.diagnostics().hasErrors());
    return new Engine(
        rules.rules(),
        Matching.FIRST,
        new AlertHandler() {
          @Override
          public void alert(Alert alert) {
            alerts.add(alert);
          }

          @Override
          public void failed(Rule rule, Throwable failure) {
            throw new AssertionError(failure);
          }
        });
  }

  private static RecordWriter record(EventType type, long time) {
    return new RecordWriter(type)
        .u64(Header.TIME, time)
        .u32(Header.PID, 100)
        .u32(Header.TID, 100)
        .u64(Header.START, SECOND)
        .u32(Header.GENERATION, 2)
        .comm("reader");
  }

  private static SyntheticSource.Builder attack() {
    return new SyntheticSource.Builder()
        .add(
            record(EventType.EXECVE, 2 * SECOND)
                .path(Exec.EXE, "/tmp/reader")
                .strings(Exec.ARGS, List.of("reader", "-x"))
                .build())
        .add(record(EventType.OPENAT, 3 * SECOND).path(Open.PATH, "/etc/shadow").build());
  }

  private static void run(Pipeline pipeline) {
    pipeline.advance(SECOND);
    pipeline.listTasks();
    while (pipeline.doWork() > 0) {
      // until the source has ended
    }
    pipeline.finish();
  }

  @Test
  void aRecordBecomesAnAlert() {
    run(pipeline(attack().build(), engine()::evaluate));
    assertEquals(1, alerts.size());
    Alert alert = alerts.getFirst();
    assertEquals("Shadow read", alert.rule());
    assertEquals("reader read /etc/shadow after reader -x", alert.output());
    assertEquals(BOOT + 3 * SECOND, alert.time());
    assertEquals("h", alert.hostname());
  }

  @Test
  void aClockThatIsSetChangesTheTimesOfAlertsAlone() {
    AtomicLong boot = new AtomicLong(SECOND);
    AtomicLong offset = new AtomicLong(BOOT);
    SyntheticSource.Builder events = attack();
    for (int second : new int[] {6, 9, 12}) {
      events.add(record(EventType.OPENAT, second * SECOND).path(Open.PATH, "/etc/shadow").build());
    }
    WallClock clock = new WallClock(boot::get, () -> boot.get() + offset.get());
    Pipeline pipeline =
        new Pipeline(
            events.batchSize(1).build(),
            new EventContext(new ProcessTable(), new HostAccounts(HostRoot.at(root))),
            engine()::evaluate,
            clock::bootTime,
            Text.of("h"));
    long day = 86_400 * SECOND;
    List<Long> jumps = List.of(0L, day, -day, 0L);
    for (int i = 0; i < jumps.size(); i++) {
      offset.set(BOOT + jumps.get(i));
      boot.set((3 * i + 3) * SECOND);
      pipeline.advance(boot.get());
      while (alerts.size() == i) {
        assertEquals(1, pipeline.doWork());
      }
      assertEquals(boot.get() + offset.get(), alerts.get(i).time());
    }
    assertEquals(4, alerts.size());
  }

  @Test
  void aDelayedLaneChangesNothing() {
    for (Lane lane : Lane.values()) {
      alerts.clear();
      SyntheticSource source = attack().delay(lane, Duration.ofMillis(200)).batchSize(1).build();
      run(pipeline(source, engine()::evaluate));
      assertEquals(1, alerts.size(), lane::name);
    }
  }

  @Test
  void aDefectThatOneEventRevealsDoesNotStopTheOthers() {
    List<EventType> seen = new ArrayList<>();
    Pipeline pipeline =
        pipeline(
            attack().build(),
            event -> {
              seen.add(event.event().type());
              throw new IllegalStateException("a defect");
            });
    run(pipeline);
    assertEquals(List.of(EventType.EXECVE, EventType.OPENAT), seen);
    assertEquals(2, pipeline.failures());
  }

  @Test
  void everyEventCanBeShown() {
    EventFormats formats = new EventFormats();
    List<String> lines = new ArrayList<>();
    run(
        pipeline(
            attack().build(),
            event -> {
              lines.add(formats.subject(event) + ' ' + formats.details(event));
              assertEquals("reader", formats.fields(event).get("proc.name"));
              assertTrue(formats.fields(event).values().stream().noneMatch(v -> v == null));
            }));
    assertEquals("reader(100) reader -x", lines.get(0));
    assertTrue(lines.get(1).startsWith("reader(100) /etc/shadow"), lines.get(1));
  }
}
