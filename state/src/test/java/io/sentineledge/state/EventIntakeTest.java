package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.Records.Subject;
import io.sentineledge.state.Simulation.Item;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventIntakeTest {
  private static final long MILLI = Simulation.MILLI;
  private static final List<Simulation> SIMULATIONS =
      LongStream.rangeClosed(1, 8).mapToObj(seed -> new Simulation(seed, 2000)).toList();
  private static final Accounts NOBODY = new NoAccounts();

  /** What was handed on, by the id of the event. */
  private static final class Run {
    final ProcessTable table = new ProcessTable();
    final EventContext context = new EventContext(table, NOBODY);
    final EventIntake intake = new EventIntake(context, this::event);
    final List<Integer> order = new ArrayList<>();
    final Map<Integer, String> images = new HashMap<>();
    final Map<Integer, String> parents = new HashMap<>();
    final Map<Integer, String> folders = new HashMap<>();

    void event(EventContext event) {
      int id = (int) event.event().u64(Header.WORKLOAD);
      ProcessImage image = event.process();
      assertNotNull(image);
      order.add(id);
      String old = images.put(id, describe(image));
      assertEquals(null, old, "handed on twice");
      folders.put(id, image.cwd.toString());
      parents.put(id, key(event.parent()));
    }

    Run take(List<Item> items) {
      for (Item item : items) {
        intake.accept(item.record(), 0);
      }
      intake.finish();
      return this;
    }
  }

  private static String key(@Nullable ProcessImage image) {
    return image == null ? "" : image.pid + "/" + image.start + "/" + image.generation;
  }

  private static String describe(ProcessImage image) {
    return describe(
        key(image), image.exePath.toString(), image.commandLine().toString(), key(image.creator()));
  }

  private static String describe(String key, String exe, String commandLine, String creator) {
    return key + " " + exe + " " + commandLine + " by " + creator;
  }

  private static String describe(Item item) {
    return describe(item.key(), item.exe(), item.commandLine(), item.creator());
  }

  private static List<Item> delayed(Simulation simulation, long critical, long bulk) {
    List<Item> items = new ArrayList<>(simulation.items);
    items.sort(Comparator.comparingLong(item -> item.time() + (item.critical() ? critical : bulk)));
    return items;
  }

  private static void check(Simulation simulation, Run run) {
    for (Item item : simulation.items) {
      if (item.id() > 0) {
        assertEquals(describe(item), run.images.get(item.id()), "event " + item.id());
      }
    }
    assertEquals(0, run.table.counters().rebuilt());
    assertEquals(0, run.table.counters().givenUp());
    assertEquals(run.table.counters().parked(), run.table.counters().released());
    assertInOrder(simulation, run);
  }

  private static void assertInOrder(Simulation simulation, Run run) {
    Map<String, Integer> last = new HashMap<>();
    for (int id : run.order) {
      Item item = simulation.items.get(id);
      String process = item.key().substring(0, item.key().lastIndexOf('/')) + item.critical();
      Integer before = last.put(process, id);
      assertTrue(before == null || before < id, "event " + id + " after " + before);
    }
  }

  @Test
  void inOrderEverythingIsAsItWas() {
    for (Simulation simulation : SIMULATIONS) {
      Run run = new Run().take(simulation.items);
      check(simulation, run);
      assertEquals(0, run.table.counters().parked());
      for (Item item : simulation.items.subList(1, simulation.items.size())) {
        assertEquals(item.parent(), run.parents.get(item.id()), "event " + item.id());
        assertEquals(item.cwd(), run.folders.get(item.id()), "event " + item.id());
      }
    }
  }

  @Test
  void aLateBulkLaneChangesNothing() {
    for (Simulation simulation : SIMULATIONS) {
      Run run = new Run().take(delayed(simulation, 0, 200 * MILLI));
      check(simulation, run);
      assertEquals(0, run.table.counters().parked());
      for (Item item : simulation.items.subList(1, simulation.items.size())) {
        assertEquals(item.parent(), run.parents.get(item.id()), "event " + item.id());
      }
    }
  }

  @Test
  void aLateCriticalLaneChangesNothing() {
    long parked = 0;
    for (Simulation simulation : SIMULATIONS) {
      Run run = new Run().take(delayed(simulation, 200 * MILLI, 0));
      check(simulation, run);
      parked += run.table.counters().parked();
    }
    assertTrue(parked > 2000, "parked=" + parked);
  }

  @Test
  void lanesThatShiftChangeNothing() {
    for (Simulation simulation : SIMULATIONS) {
      for (int seed = 1; seed <= 5; seed++) {
        check(simulation, new Run().take(shifted(simulation, new Random(seed))));
      }
    }
  }

  /** Each lane in its order, now the one ahead and now the other, by at most 300 ms. */
  private static List<Item> shifted(Simulation simulation, Random random) {
    List<Item> critical = new ArrayList<>();
    List<Item> bulk = new ArrayList<>();
    simulation.items.forEach(item -> (item.critical() ? critical : bulk).add(item));
    List<Item> merged = new ArrayList<>();
    int c = 0;
    int b = 0;
    boolean turn = false;
    while (c < critical.size() || b < bulk.size()) {
      turn ^= random.nextInt(30) == 0;
      long lead =
          c == critical.size() || b == bulk.size()
              ? 0
              : critical.get(c).time() - bulk.get(b).time();
      boolean takeBulk = turn;
      takeBulk = lead > 300 * MILLI || (takeBulk && lead > -300 * MILLI);
      takeBulk = c == critical.size() || (takeBulk && b < bulk.size());
      merged.add(takeBulk ? bulk.get(b++) : critical.get(c++));
    }
    return merged;
  }

  @Test
  void lostRecordsLoseNoOtherEvent() {
    for (Simulation simulation : SIMULATIONS) {
      Random random = new Random(7);
      List<Item> kept = shifted(simulation, random);
      kept.removeIf(item -> item.id() > 0 && random.nextInt(10) == 0);
      Run run = new Run().take(kept);
      assertEquals(kept.size() - 1, run.order.size());
      assertInOrder(simulation, run);
      for (Item item : kept) {
        if (item.id() > 0) {
          String image = run.images.getOrDefault(item.id(), "none");
          assertTrue(image.startsWith(item.key() + " "), image);
        }
      }
      assertTrue(run.table.counters().rebuilt() > 0);
    }
  }

  private static void accept(Run run, RecordWriter writer) {
    run.intake.accept(MemorySegment.ofArray(writer.build()), 0);
  }

  @Test
  void anEventWaitsForItsImageAtMostHalfASecond() {
    Run run = new Run();
    Subject late = INIT.child(50, 5000 * MILLI);
    accept(run, Records.exec(EventType.TASK, 4000 * MILLI, INIT, "/sbin/init", "init"));
    accept(run, Records.open(5000 * MILLI, late, "/a").u64(Header.WORKLOAD, 1));
    accept(run, Records.open(5001 * MILLI, late, "/b").u64(Header.WORKLOAD, 2));
    run.intake.advance(5499 * MILLI);
    assertEquals(List.of(), run.order);
    run.intake.advance(5500 * MILLI);
    assertEquals(List.of(1, 2), run.order);
    assertEquals(1, run.table.counters().givenUp());
    assertEquals(1, run.table.counters().rebuilt());
    accept(run, Records.fork(4999 * MILLI, INIT, late).u64(Header.WORKLOAD, 3));
    assertEquals(1, run.table.counters().completed());
  }

  @Test
  void aCriticalEventOfTheProcessEndsTheWait() {
    Run run = new Run();
    Subject child = INIT.child(50, 5000 * MILLI);
    Subject program = child.exec("program");
    accept(run, Records.exec(EventType.TASK, 4000 * MILLI, INIT, "/sbin/init", "init"));
    accept(run, Records.open(5000 * MILLI, child, "/a").u64(Header.WORKLOAD, 1));
    accept(run, Records.open(5001 * MILLI, program, "/b").u64(Header.WORKLOAD, 2));
    accept(
        run,
        Records.exec(EventType.EXECVE, 5001 * MILLI, program, "/bin/program", "program")
            .u64(Header.WORKLOAD, 3));
    assertEquals(List.of(1, 3, 2), run.order);
    assertTrue(run.images.getOrDefault(2, "none").contains("/bin/program"));
  }

  @Test
  void tooManyWaitingEventsGiveUpTheOldest() {
    Run run = new Run();
    for (int i = 0; i < 5000; i++) {
      Subject unknown = INIT.child(100 + i, 5000 * MILLI);
      accept(run, Records.open(5001 * MILLI, unknown, "/a").u64(Header.WORKLOAD, i));
    }
    assertEquals(5000 - 4096, run.order.size());
    run.intake.finish();
    assertEquals(5000, run.order.size());
    assertEquals(5000, run.table.counters().givenUp());
  }

  @Test
  void unknownTypesAreCounted() {
    Run run = new Run();
    accept(run, Records.exit(1, INIT).u16(Header.TYPE, 999));
    assertEquals(1, run.table.counters().unknownTypes());
    assertEquals(List.of(), run.order);
  }
}
