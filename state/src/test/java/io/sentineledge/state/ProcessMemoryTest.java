package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.state.Records.Subject;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.IdentityHashMap;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table's memory: bounded, and none per event. */
class ProcessMemoryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final ProcessLimits SMALL = new ProcessLimits(256, SECOND, 4096, 64 << 10);

  private static @Nullable ProcessImage apply(ProcessTable table, RecordWriter writer) {
    return table.apply(Records.view(writer));
  }

  private static ProcessTable table(ProcessLimits limits) {
    ProcessTable table = new ProcessTable(limits, null);
    apply(table, Records.exec(EventType.TASK, SECOND, INIT, "/sbin/init", "init"));
    return table;
  }

  /** Counts images in memory by walking from those that can be found. */
  private static void assertCounted(ProcessTable table) {
    IdentityHashMap<ProcessImage, Integer> holders = new IdentityHashMap<>();
    table.forEach(image -> holders.put(image, 0));
    for (ProcessImage listed : holders.keySet().toArray(new ProcessImage[0])) {
      assertEquals(ImageMemory.State.LISTED, listed.state);
      ProcessImage image = listed.creator;
      while (image != null && !holders.containsKey(image)) {
        if (image.state == ImageMemory.State.RETAINED) {
          holders.put(image, 0);
        }
        image = image.creator;
      }
    }
    for (ProcessImage image : holders.keySet().toArray(new ProcessImage[0])) {
      if (image.creator != null) {
        holders.computeIfPresent(image.creator, (creator, count) -> count + 1);
      }
    }
    assertEquals(holders.size(), table.counters().images());
    holders.forEach((image, count) -> assertEquals(count, image.holders));
  }

  @Test
  void aDaemonThatForksAwayForEverIsBounded() {
    ProcessTable table = table(new ProcessLimits(65_536, SECOND, 4096, 1 << 20));
    Subject daemon = INIT.child(100, 2 * SECOND);
    apply(table, Records.fork(2 * SECOND, INIT, daemon));
    for (int i = 1; i < 5000; i++) {
      long time = (2 + i) * SECOND;
      Subject next = daemon.child(100 + i % 30_000, time);
      apply(table, Records.fork(time, daemon, next));
      apply(table, Records.exit(time + 1, daemon));
      daemon = next.adopted(INIT);
      apply(table, Records.open(time + 2, daemon, "/a"));
    }
    assertCounted(table);
    long images = table.counters().images();
    assertTrue(images <= 2 * ImageMemory.LINEAGE + 3, "images=" + images);
    ProcessImage image = table.current(daemon.pid());
    int depth = 0;
    for (; image != null; image = image.creator()) {
      depth++;
    }
    assertTrue(depth >= ImageMemory.LINEAGE, "ancestors=" + depth);
    assertTrue(table.counters().lineageCut() > 4900);
    assertEquals(0, table.counters().evicted());
  }

  @Test
  void fastForksAwayAreBoundedOnceTheGraceIsOver() {
    ProcessTable table = table(new ProcessLimits(65_536, SECOND, 4096, 1 << 20));
    Subject daemon = INIT.child(100, 2 * SECOND);
    apply(table, Records.fork(2 * SECOND, INIT, daemon));
    for (int i = 1; i < 5000; i++) {
      long time = 2 * SECOND + i * (SECOND / 1000);
      Subject next = daemon.child(100 + i % 30_000, time);
      apply(table, Records.fork(time, daemon, next));
      apply(table, Records.exit(time + 1, daemon));
      daemon = next;
    }
    long images = table.counters().images();
    assertTrue(images <= 1100, "images=" + images);
    assertCounted(table);
  }

  @Test
  void livingProcessesBeyondTheLimitAreForgottenByActivity() {
    ProcessTable table = table(SMALL);
    for (int i = 0; i < 1000; i++) {
      Subject subject = INIT.child(100 + i, 2 * SECOND + i);
      apply(table, Records.fork(2 * SECOND + i, INIT, subject));
      apply(table, Records.chdir(2 * SECOND + i, INIT, "/"));
    }
    assertEquals(256, table.counters().images());
    assertEquals(1001 - 256, table.counters().evicted());
    assertCounted(table);
    ProcessImage init = table.current(1);
    assertNotNull(init, "the creator of all was active last");
    int recent = 0;
    for (int i = 800; i < 1000; i++) {
      recent += table.current(100 + i) == null ? 0 : 1;
    }
    assertTrue(recent > 100, "of the 200 newest are left " + recent);
    // A forgotten one is put together again when it does something.
    Subject forgotten = INIT.child(100, 2 * SECOND);
    ProcessImage image = apply(table, Records.chdir(3 * SECOND, forgotten, "/x"));
    assertNotNull(image);
    assertEquals("init", image.commandLine().toString());
  }

  @Test
  void endedImagesAreForgottenBeforeLivingOnes() {
    ProcessTable table = table(SMALL);
    Subject living = INIT.child(50, 2 * SECOND);
    apply(table, Records.fork(2 * SECOND, INIT, living));
    for (int i = 0; i < 10_000; i++) {
      Subject subject = INIT.child(100 + i, 2 * SECOND + i);
      apply(table, Records.fork(2 * SECOND + i, INIT, subject));
      apply(table, Records.exit(2 * SECOND + i, subject));
    }
    assertEquals(256, table.counters().images());
    assertNotNull(table.current(50));
    assertNotNull(table.current(100 + 9_999));
    assertNull(table.current(100));
    assertCounted(table);
  }

  @Test
  void aProcessThatExecsForEverIsBounded() {
    ProcessTable table = table(SMALL);
    Subject subject = INIT.child(50, 2 * SECOND);
    apply(table, Records.fork(2 * SECOND, INIT, subject));
    for (int i = 0; i < 5000; i++) {
      subject = subject.exec("again");
      apply(
          table,
          Records.exec(EventType.EXECVE, 3 * SECOND + i, subject, "/bin/again", "again", "x" + i));
    }
    assertEquals(256, table.counters().images());
    ProcessImage image = table.current(50);
    assertNotNull(image);
    assertEquals("again x4999", image.commandLine().toString());
    assertNotNull(image.creator());
    assertCounted(table);
  }

  @Test
  void randomHistoriesKeepTheCountsRight() {
    for (int seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      EventView view = new EventView();
      ProcessTable table = table(new ProcessLimits(64, SECOND / 50, 4096, 8 << 10));
      Simulation simulation = new Simulation(seed, 1500);
      for (Simulation.Item item : simulation.items) {
        if (random.nextInt(5) > 0) {
          view.wrap(item.record(), 0);
          if (table.apply(view) == null) {
            table.rebuild(view);
          }
        }
        assertTrue(table.counters().images() <= 64);
        if (item.id() % 50 == 0) {
          assertCounted(table);
        }
      }
      table.advance(1000 * SECOND);
      assertCounted(table);
    }
  }

  @Test
  void longArgumentListsAreCutWhenAllTogetherAreTooLong() {
    ProcessTable table = table(SMALL);
    String word = "w".repeat(3000);
    for (int i = 0; i < 100; i++) {
      Subject subject = INIT.child(100 + i, 2 * SECOND + i).exec("prog");
      apply(
          table,
          Records.exec(
              EventType.EXECVE, 3 * SECOND + i, subject, "/bin/prog", "prog", i + "-" + word));
      ProcessImage image = table.current(100 + i);
      assertNotNull(image);
      assertEquals("prog " + i + "-" + word, image.commandLine().toString());
      assertTrue(!image.argsCut());
    }
    long bytes = table.counters().argumentBytes();
    assertTrue(bytes <= (64 << 10) + 100 * 2 * ArgumentStore.SHORT, "bytes=" + bytes);
    assertTrue(table.counters().argumentsCut() > 50);
    ProcessImage old = table.current(100);
    assertNotNull(old);
    assertTrue(old.argsCut());
    assertEquals(ArgumentStore.SHORT, old.argv().length());
    assertEquals("prog 0-www", old.commandLine().substring(0, 10).toString());
    assertEquals("0-www", old.args().substring(0, 5).toString());
    for (int i = 0; i < 100; i++) {
      Subject subject = INIT.child(100 + i, 2 * SECOND + i).exec("prog");
      apply(table, Records.exit(4 * SECOND, subject));
    }
    table.advance(100 * SECOND);
    assertEquals(1, table.counters().images());
    ProcessImage init = table.current(1);
    assertNotNull(init);
    assertEquals(init.argv().length() + 4, table.counters().argumentBytes());
  }

  @Test
  void aListLongerThanIsKeptIsMarked() {
    ProcessTable table = table(SMALL);
    Subject subject = INIT.child(100, 2 * SECOND).exec("prog");
    ProcessImage image =
        apply(
            table,
            Records.exec(
                EventType.EXECVE, 3 * SECOND, subject, "/bin/prog", "prog", "w".repeat(9000)));
    assertNotNull(image);
    assertEquals(4096, image.argv().length());
    assertEquals(4096, image.commandLine().length());
    assertTrue(image.argsCut());
  }

  @Test
  void equalListsAndTextsAreShared() {
    ProcessTable table = table(SMALL);
    for (int i = 0; i < 2; i++) {
      Subject subject = INIT.child(100 + i, 2 * SECOND + i).exec("prog");
      apply(table, Records.exec(EventType.EXECVE, 3 * SECOND, subject, "/bin/prog", "prog", "a"));
    }
    ProcessImage one = table.current(100);
    ProcessImage other = table.current(101);
    assertNotNull(one);
    assertNotNull(other);
    assertSame(one.argv(), other.argv());
    assertSame(one.exePath, other.exePath);
    assertSame(one.name, other.name);
  }

  /** What 10,000 programs with an argument list of their own take. */
  @Test
  void bytesOfAProcess() {
    long before = used();
    ProcessTable table = table(ProcessLimits.DEFAULT);
    int processes = 10_000;
    for (int i = 0; i < processes; i++) {
      Subject forked = INIT.child(100 + i, 2 * SECOND + i);
      apply(table, Records.fork(2 * SECOND + i, INIT, forked));
      apply(
          table,
          Records.exec(
              EventType.EXECVE,
              3 * SECOND + i,
              forked.exec("worker"),
              "/usr/lib/service/worker",
              "/usr/lib/service/worker",
              "--config=/etc/service/worker.conf",
              "--id=" + i));
    }
    table.advance(100 * SECOND);
    assertEquals(processes + 1, table.counters().images());
    long each = (used() - before) / processes;
    System.out.println("bytes per process image: " + each);
    assertTrue(each < 1000, "bytes per process=" + each);
    assertNotNull(table.current(100));
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void anOpenedFileAllocatesNothing() {
    ProcessTable table = table(ProcessLimits.DEFAULT);
    FileIdentities files = new FileIdentities(HostRoot.unknown("test"));
    files.register(Text.of("/etc/shadow"));
    EventContext context = new EventContext(table, new NoAccounts(), files);
    long[] seen = new long[1];
    EventIntake intake =
        new EventIntake(
            context,
            event -> {
              ProcessImage parent = event.ancestor(2);
              seen[0] += parent == null ? 0 : parent.name.length();
              seen[0] += event.aliasCount();
            });
    int processes = 64;
    MemorySegment[] opens = new MemorySegment[processes];
    for (int i = 0; i < processes; i++) {
      Subject shell = INIT.child(100 + i, 2 * SECOND + i);
      Subject cat = shell.child(1000 + i, 3 * SECOND + i).exec("cat");
      accept(intake, Records.fork(2 * SECOND, INIT, shell));
      accept(intake, Records.fork(3 * SECOND, shell, shell.child(1000 + i, 3 * SECOND + i)));
      accept(intake, Records.exec(EventType.EXECVE, 4 * SECOND, cat, "/bin/cat", "cat", "f" + i));
      opens[i] =
          MemorySegment.ofArray(
              Records.open(5 * SECOND, cat, i % 2 == 0 ? "/etc/shadow" : "/etc/passwd")
                  .u32(Header.UID, i)
                  .build());
    }
    run(intake, table, opens, 20_000);
    long before = allocated();
    run(intake, table, opens, 1_000_000);
    long bytes = allocated() - before;
    // The measuring itself, and the compiler's hand-over, take a little.
    assertTrue(bytes < 10_000, "bytes allocated for 1,000,000 events=" + bytes);
    assertTrue(seen[0] > 0);
  }

  private static void accept(EventIntake intake, RecordWriter writer) {
    intake.accept(MemorySegment.ofArray(writer.build()), 0);
  }

  private static void run(
      EventIntake intake, ProcessTable table, MemorySegment[] opens, int events) {
    int found = 0;
    for (int i = 0; i < events; i++) {
      int at = i & (opens.length - 1);
      intake.accept(opens[at], 0);
      long start = 3 * SECOND + at;
      found += table.find(1000 + at, start, INIT.generation() + 1) == null ? 0 : 1;
      found += table.find(1000 + at, start, 99) == null ? 0 : 1;
    }
    assertEquals(events, found);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
