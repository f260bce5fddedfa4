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
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.Features;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.sensor.SensorOptions;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.capture.CaptureWriter;
import io.sentineledge.sensor.capture.Machine;
import io.sentineledge.sensor.capture.RecordingSource;
import io.sentineledge.sensor.capture.TaskArguments;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.FileIdentities;
import io.sentineledge.state.HostAccounts;
import io.sentineledge.state.HostRoot;
import io.sentineledge.state.Lookups;
import io.sentineledge.state.ProcReader;
import io.sentineledge.state.ProcessLimits;
import io.sentineledge.state.ProcessTable;
import io.sentineledge.state.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording is replayed as it was seen: the same alerts with the same fields and times. */
@Timeout(180)
class ReplayTest {
  private static final long BOOT = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000;
  private static final int SHELL = 100;
  private static final String RULES =
      """
      - rule: Shadow read
        desc: a test
        condition: evt.type in (open, openat, openat2) and fd.name endswith /replayed-secret
        output: >
          %proc.name %proc.exepath %proc.cmdline %proc.pname %proc.pcmdline %proc.aname[2] %proc.cwd
          %user.name %group.name %fd.name %fd.ino %evt.rawres %proc.pid %evt.hostname
        priority: CRITICAL
      """;

  @TempDir private Path folder = Path.of("");

  private static RuleSet rules(boolean shipped) {
    RuleLoader loader = new RuleLoader().addText("test.yaml", RULES);
    if (shipped) {
      loader.addShipped();
    }
    RuleLoader.Result loaded = loader.load();
    assertFalse(loaded.diagnostics().hasErrors());
    return loaded.rules();
  }

  private static Engine engine(RuleSet rules, List<Alert> alerts) {
    return new Engine(
        rules,
        Matching.ALL,
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

  /** What of an alert must be equal, in the order of time. */
  private static List<String> comparable(List<Alert> alerts) {
    return alerts.stream()
        .sorted(Comparator.comparingLong(Alert::time).thenComparing(Alert::rule))
        .map(a -> a.time() + " " + a.rule() + " " + a.hostname() + " " + a.fields())
        .toList();
  }

  private static List<String> replay(Path file, RuleSet rules) {
    List<Alert> alerts = new ArrayList<>();
    try (Replay replay = Replay.open(file)) {
      replay.run(rules.paths(), engine(rules, alerts)::evaluate, () -> false);
      assertEquals(List.of(), replay.damage());
      assertTrue(replay.complete());
      assertEquals(0, replay.failures());
    }
    return comparable(alerts);
  }

  private static Machine machine(HostRoot root, HostAccounts accounts) {
    return new Machine(
        "recorded",
        "",
        "",
        root.mountNamespace(),
        root.pidNamespace(),
        root.userNamespace(),
        "",
        Text.of(accounts.users()),
        Text.of(accounts.groups()));
  }

  /** Records and detects in one run; returns the alerts. */
  private static List<String> record(
      EventSource from,
      Path file,
      RuleSet rules,
      HostRoot root,
      ProcessTable processes,
      TaskArguments arguments,
      LongSupplier bootClock,
      WallClock clock,
      BooleanSupplier done) {
    HostAccounts accounts = new HostAccounts(root);
    List<Alert> alerts = new ArrayList<>();
    try (CaptureWriter writer =
            new CaptureWriter(
                file, machine(root, accounts), false, Long.MAX_VALUE, clock.bootTime(0));
        RecordingSource source = new RecordingSource(from, writer, bootClock, arguments, true)) {
      FileIdentities files = new FileIdentities(root);
      rules.paths().forEach(files::register);
      EventContext context = new EventContext(processes, accounts, files);
      Pipeline pipeline =
          new Pipeline(
              source,
              context,
              engine(rules, alerts)::evaluate,
              clock::bootTime,
              Text.of("recorded"));
      source.start();
      pipeline.advance(bootClock.getAsLong());
      pipeline.listTasks();
      while (!done.getAsBoolean() && !source.exhausted()) {
        long now = bootClock.getAsLong();
        writer.advance(now, clock.bootTime(now));
        pipeline.advance(now);
        if (pipeline.doWork() == 0) {
          source.await();
        }
      }
      source.stop();
      while (pipeline.doWork() > 0) {
        // the rest
      }
      pipeline.finish();
      writer.totals(source.accounting(), true);
    }
    return comparable(alerts);
  }

  /** The shell creates a process. */
  private static byte[] fork(int child, long millis) {
    return header(EventType.CLONE, SHELL, 1, millis)
        .u32(Fork.CHILD_PID, child)
        .u64(Fork.CHILD_START, child * MILLI)
        .u32(Fork.CHILD_PPID, SHELL)
        .u64(Fork.CHILD_PARENT_START, SHELL * MILLI)
        .u32(Fork.CHILD_GENERATION, 1)
        .build();
  }

  private static byte[] record(EventType type, int pid, int generation, long millis) {
    RecordWriter record = header(type, pid, generation, millis);
    return switch (type) {
      case TASK, EXECVE ->
          record
              .path(Exec.EXE, "/bin/p" + pid)
              .path(Exec.CWD, "/work")
              .strings(Exec.ARGS, List.of("p" + pid, "-g" + generation))
              .build();
      case OPENAT -> record.path(Open.PATH, "/srv/replayed-secret").build();
      default -> record.build();
    };
  }

  private static RecordWriter header(EventType type, int pid, int generation, long millis) {
    return new RecordWriter(type)
        .u64(Header.TIME, millis * MILLI)
        .u32(Header.PID, pid)
        .u32(Header.TID, pid)
        .u32(Header.PPID, pid == SHELL ? 1 : SHELL)
        .u64(Header.START, pid * MILLI)
        .u64(Header.PARENT_START, pid == SHELL ? 0 : SHELL * MILLI)
        .u32(Header.GENERATION, generation)
        .comm("p" + pid);
  }

  @Test
  void alertsOfAReplayAreThoseOfTheRecording() throws IOException {
    Files.createDirectories(folder.resolve("root/etc"));
    Files.writeString(folder.resolve("root/etc/passwd"), "replayed:x:0:0::/root:/bin/sh\n");
    RuleSet rules = rules(false);
    for (Lane late : Lane.values()) {
      SyntheticSource.Builder story =
          new SyntheticSource.Builder()
              .add(record(EventType.TASK, SHELL, 1, 0))
              .delay(late, Duration.ofMillis(200))
              .batchSize(1);
      int millis = 200;
      for (int pid = SHELL + 1; pid <= SHELL + 40; pid++) {
        story.add(fork(pid, millis++));
        story.add(record(EventType.OPENAT, pid, 1, millis++));
        story.add(record(EventType.EXECVE, pid, 2, millis++));
        story.add(record(EventType.OPENAT, pid, 2, millis++));
        story.add(record(EventType.PROCEXIT, pid, 2, millis++));
      }
      Path file = folder.resolve(late + ".capture");
      HostRoot root = HostRoot.at(folder.resolve("root"));
      List<String> seen =
          record(
              story.build(),
              file,
              rules,
              root,
              new ProcessTable(),
              new TaskArguments((pid, start, name) -> null),
              () -> 0,
              new WallClock(() -> 0, () -> BOOT),
              () -> false);
      assertEquals(80, seen.size());
      assertTrue(seen.getFirst().contains("user.name=replayed"), seen::getFirst);
      assertSame(seen, replay(file, rules));
    }
  }

  /** Needs root: the kernel's records of a real attack, with the shipped rules. */
  @Test
  void alertsOfALiveRunAreThoseOfItsReplay() throws IOException {
    Path secret = Files.writeString(folder.resolve("replayed-secret"), "x");
    Path program = Files.copy(Path.of("/bin/cat"), folder.resolve("reader"));
    assertTrue(program.toFile().setExecutable(true));
    RuleSet rules = rules(true);
    Path file = folder.resolve("live.capture");
    Path proc = Path.of("/proc");
    ProcReader reader = new ProcReader(proc);
    Thread attack =
        new Thread(() -> {
          for (int i = 0; i < 20; i++) {
            run("sh", "-c", "cd / && sh -c '" + program + " " + secret + "' ; exit 0");
            run(program.toString(), "/etc/shadow");
          }
        });
    long[] quiet = {0};
    List<String> seen =
        record(
            LiveSensor.load(SensorOptions.DEFAULT.withRingBytes(16 << 20), new Features()),
            file,
            rules,
            HostRoot.find(proc, Lookups.direct()),
            new ProcessTable(ProcessLimits.DEFAULT, ProcReader.ofHost(proc, Lookups.direct())),
            new TaskArguments(reader::arguments),
            Clocks::boot,
            new WallClock(Clocks::boot, Clocks::wall),
            () -> {
              if (quiet[0] == 0) {
                quiet[0] = 1;
                attack.start();
              } else if (quiet[0] == 1 && !attack.isAlive()) {
                quiet[0] = System.nanoTime();
              }
              return quiet[0] > 1 && System.nanoTime() - quiet[0] > 500 * MILLI;
            });
    List<String> mine = ofThisTest(seen);
    assertTrue(mine.size() >= 40, () -> "alerts: " + mine.size());
    assertSame(mine, ofThisTest(replay(file, rules)));
  }

  private static void assertSame(List<String> recorded, List<String> replayed) {
    for (int i = 0; i < Math.min(recorded.size(), replayed.size()); i++) {
      assertEquals(recorded.get(i), replayed.get(i));
    }
    assertEquals(recorded.size(), replayed.size());
  }

  /** Others on this machine cause alerts too, and may have begun before the recording did. */
  private List<String> ofThisTest(List<String> alerts) {
    return alerts.stream().filter(alert -> alert.contains(folder.toString())).toList();
  }

  private static void run(String... command) {
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
