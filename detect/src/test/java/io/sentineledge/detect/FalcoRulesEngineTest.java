package io.sentineledge.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.state.Accounts;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import io.sentineledge.state.ProcessTable;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Falco's own rules at work on records. */
class FalcoRulesEngineTest {
  private static final Path FOLDER = Path.of("../../shared/corpus/falco");
  private static final Text NAME = Text.of("user");

  /** Everybody is called {@code user}. */
  private static final Accounts ACCOUNTS =
      new Accounts() {
        @Override
        public @Nullable Text userName(int uid) {
          return NAME;
        }

        @Override
        public @Nullable Text groupName(int gid) {
          return NAME;
        }

        @Override
        public @Nullable Text home(int uid) {
          return null;
        }

        @Override
        public @Nullable Text shell(int uid) {
          return null;
        }
      };

  private final EventContext context = new EventContext(new ProcessTable(), ACCOUNTS);
  private final List<String> fired = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final AlertHandler handler =
      new AlertHandler() {
        @Override
        public void alert(Alert alert) {
          fired.add(alert.rule());
        }

        @Override
        public void failed(Rule rule, Throwable failure) {
          failures.add(rule.name() + ": " + failure);
        }
      };

  private Engine engine() {
    Path first = FOLDER.resolve("falco_rules.yaml");
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(first), () -> "skipped, no such file: " + first);
    }
    assertTrue(Files.exists(first), () -> "no such file: " + first.toAbsolutePath());
    RuleLoader.Result loaded =
        new RuleLoader().add(first).add(FOLDER.resolve("falco-incubating_rules.yaml")).load();
    assertEquals("", loaded.diagnostics().render(Severity.ERROR));
    return new Engine(loaded.rules(), Matching.ALL, handler);
  }

  /** A record of the one process there is. */
  private static RecordWriter of(EventType type) {
    return new RecordWriter(type)
        .u32(Header.PID, 7)
        .u64(Header.START, 100)
        .u32(Header.GENERATION, 1)
        .comm("worker");
  }

  private static MemorySegment open(String path) {
    return MemorySegment.ofArray(
        of(EventType.OPENAT).path(Open.PATH, path).text(Open.ASKED + Asked.TEXT, path).build());
  }

  private static MemorySegment exec(String path) {
    return MemorySegment.ofArray(
        of(EventType.EXECVE)
            .path(Exec.EXE, path)
            .path(Exec.CWD, "/home/user")
            .strings(Exec.ARGS, List.of(path, "-x"))
            .build());
  }

  private int evaluate(Engine engine, MemorySegment record, @Nullable ProcessImage process) {
    context.event().wrap(record, 0);
    context.begin(process);
    return engine.evaluate(context);
  }

  @Test
  void ordinaryEventsCostNoAllocation() {
    Engine engine = engine();
    MemorySegment start = exec("/usr/bin/worker");
    context.event().wrap(start, 0);
    ProcessImage process = context.processes().apply(context.event());
    MemorySegment[] records = {open("/home/user/a.txt"), start};
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 5_000; i++) {
        for (MemorySegment record : records) {
          evaluate(engine, record, process);
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(List.of(), failures);
    assertEquals(List.of(), fired);
    assertEquals(0, least);
  }
}
