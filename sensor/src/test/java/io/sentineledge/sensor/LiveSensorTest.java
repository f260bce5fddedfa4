package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.sensor.ProgramStatus.State;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from the kernel's programs to the reader. */
final class LiveSensorTest {
  private static final String GENERATOR = "generator";
  private static final Features FEATURES = new Features();

  /** Room for what else happens on a busy machine. */
  private static final int BIG_RING = 1 << 26;

  /** Counts the events of the generator and of the processes that it started. */
  private static final class Family implements RecordHandler {
    private final EventView view = new EventView();
    private final long[] own = new long[EventType.COUNT];
    private final long[] children = new long[EventType.COUNT];
    private int pid = -1;

    @Override
    public void onRecord(MemorySegment memory, long offset, int length, Lane lane) {
      view.wrap(memory, offset);
      assertEquals(0, offset % 8);
      assertEquals(length, view.size());
      assertEquals(lane, view.type().lane());
      if (view.pid() == pid && view.comm().toString().equals(GENERATOR)) { // not what started it
        own[view.typeId()]++;
      } else if (view.u32(Header.PPID) == pid) {
        children[view.typeId()]++;
      }
    }

    private static long sum(long[] counts, EventType.Family family) {
      long sum = 0;
      for (EventType type : EventType.values()) {
        sum += type.family() == family ? counts[type.id()] : 0;
      }
      return sum;
    }
  }

  private static void run(LiveSensor sensor, Generator generator, RecordHandler handler) {
    while (generator.running()) {
      if (sensor.poll(handler) == 0) {
        sensor.await();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void everyEventOfTheGeneratorArrives(String variant) throws Exception {
    if (variant.equals(SensorPrograms.TYPED)) {
      assumeTrue(FEATURES.probe(Feature.READ_ONLY_CAST).yes(), "a kernel before 6.2");
    }
    boolean lossless = false;
    for (int tries = 0; tries < 10 && !lossless; tries++) { // others may be making events as well
      lossless = countGenerator(variant);
    }
    assertTrue(lossless, "each time events were lost: the machine is too busy for this test");
  }

  private static boolean countGenerator(String variant) throws Exception {
    SensorOptions options = SensorOptions.DEFAULT.withRingBytes(BIG_RING);
    try (LiveSensor sensor =
        LiveSensor.over(SensorPrograms.load(LibBpf.instance(), options, variant), options)) {
      Family seen = new Family();
      sensor.start();
      Generator generator = Generator.start(100_000, 300, 0);
      seen.pid = generator.pid();
      run(sensor, generator, seen);
      Accounting accounting = Balance.settle(sensor, seen);
      Generator.Tally tally = generator.tally();

      assertEquals(100_000, tally.opens());
      assertEquals(300, tally.starts());
      Balance.check(accounting);
      if (accounting.lost() > 0) {
        return false;
      }
      assertEquals(tally.opens(), Family.sum(seen.own, EventType.Family.OPEN));
      assertEquals(tally.starts(), Family.sum(seen.own, EventType.Family.FORK));
      assertEquals(tally.starts(), Family.sum(seen.children, EventType.Family.EXEC));
      assertEquals(tally.starts(), Family.sum(seen.children, EventType.Family.EXIT));
      return true;
    }
  }

  @Test
  void theKernelsFeaturesChooseTheVariant() {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, FEATURES)) {
      boolean casts = FEATURES.probe(Feature.READ_ONLY_CAST).yes();
      assertEquals(casts ? SensorPrograms.TYPED : SensorPrograms.LEGACY, sensor.variant());
    }
  }

  @Test
  void everyLossIsCounted() throws Exception {
    try (LiveSensor sensor =
        LiveSensor.load(
            SensorOptions.DEFAULT.withRingBytes(1 << 15).withBackPressure(false), FEATURES)) {
      Family seen = new Family();
      sensor.start();
      Generator generator = Generator.start(100_000, 300, 0);
      for (int pass = 0; generator.running(); pass++) {
        sensor.poll(seen);
        if (pass % 10 == 0) {
          Thread.sleep(5); // a reader that is too slow
        }
      }
      Accounting accounting = Balance.settle(sensor, seen);
      Generator.Tally tally = generator.tally();

      assertTrue(accounting.lost(Loss.RING_FULL) > 0, accounting::toString);
      assertTrue(accounting.lost(EventType.OPENAT) > 0, accounting::toString);
      assertTrue(accounting.produced(EventType.OPENAT) >= tally.opens(), accounting::toString);
      assertTrue(accounting.produced(EventType.EXECVE) >= tally.starts(), accounting::toString);
      assertTrue(accounting.produced(EventType.PROCEXIT) >= tally.starts(), accounting::toString);
      Balance.check(accounting);
    }
  }

  @Test
  void aFloodOfConnectionsHidesNoProgram() throws Exception {
    try (LiveSensor sensor =
        LiveSensor.load(SensorOptions.DEFAULT.withRingBytes(1 << 18), FEATURES)) {
      sensor.start();
      for (int i = 0; i < 2000; i++) { // nobody reads meanwhile
        try (SocketChannel socket = SocketChannel.open()) {
          assertThrows(
              ConnectException.class,
              () -> socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
        }
      }
      Generator.Tally tally = Generator.start(0, 5, 0).tally();
      assertEquals(5, tally.starts());
      Accounting accounting = Balance.settle(sensor, (_, _, _, _) -> {});
      assertTrue(accounting.lost(EventType.CONNECT) > 0, accounting::toString);
      for (EventType type :
          List.of(EventType.EXECVE, EventType.VFORK, EventType.CLONE, EventType.PROCEXIT)) {
        assertEquals(0, accounting.lost(type), () -> accounting + " " + sensor.losses());
      }
      assertTrue(accounting.delivered(EventType.EXECVE) >= 6, accounting::toString);
      Balance.check(accounting);
    }
  }

  @Test
  void theAgentsOwnOpensAreFiltered() throws Exception {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, FEATURES)) {
      int self = (int) ProcessHandle.current().pid();
      int[] ownOpens = new int[1];
      EventView view = new EventView();
      RecordHandler seen =
          (memory, offset, _, lane) -> {
            view.wrap(memory, offset);
            ownOpens[0] += lane == Lane.BULK && view.pid() == self ? 1 : 0;
          };
      sensor.start();
      for (int i = 0; i < 100; i++) {
        Files.readAllBytes(Path.of("/proc/self/stat"));
      }
      Accounting accounting = Balance.settle(sensor, seen);
      assertEquals(0, ownOpens[0]);
      assertTrue(accounting.filtered() >= 100, accounting::toString);
      Balance.check(accounting);
    }
  }

  @Test
  void aStartedProcessIsSeenBeforeItsOpens() throws Exception {
    try (LiveSensor sensor =
        LiveSensor.load(SensorOptions.DEFAULT.withRingBytes(BIG_RING), FEATURES)) {
      Set<Integer> known = new HashSet<>();
      List<Integer> strangers = new ArrayList<>();
      EventView view = new EventView();
      RecordHandler handler =
          (memory, offset, _, lane) -> {
            view.wrap(memory, offset);
            if (view.type().family() == EventType.Family.EXEC) {
              known.add(view.pid());
            } else if (lane == Lane.BULK && startedHere(view) && !known.contains(view.pid())) {
              strangers.add(view.pid());
            }
          };
      sensor.start();
      int opens = 0;
      for (int round = 0; round < 20; round++) {
        Generator generator = Generator.start(2_000, 0, 0);
        run(sensor, generator, handler);
        opens += (int) generator.tally().opens();
      }
      Balance.settle(sensor, handler);
      assertEquals(40_000, opens);
      assertEquals(List.of(), strangers);
    }
  }

  private static boolean startedHere(EventView view) {
    return view.comm().toString().equals(GENERATOR);
  }

  @Test
  void runningProcessesAreListedFirst() throws Exception {
    Generator sleeper = Generator.start(1, 0, 3_000_000);
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, FEATURES)) {
      sensor.start();
      Set<Integer> pids = new HashSet<>();
      EventView view = new EventView();
      TaskListing listing =
          sensor.listTasks((memory, offset, length, lane) -> {
            view.wrap(memory, offset);
            assertEquals(EventType.TASK, view.type());
            assertEquals(Lane.CRITICAL, lane);
            assertEquals(length, view.size());
            assertTrue(pids.add(view.pid()), () -> "twice: " + view.pid());
          });
      assertEquals(new TaskListing.Listed(pids.size()), listing);
      assertTrue(pids.contains((int) ProcessHandle.current().pid()));
      assertTrue(pids.contains(sleeper.tally().pid()));
      assertEquals(0, sensor.accounting().delivered(EventType.TASK));
    }
  }

  @Test
  void programsAreListedWithTheirState() {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, FEATURES)) {
      assertEquals(0, sensor.attachedPrograms());
      sensor.start();
      assertTrue(sensor.attachedPrograms() >= 4, () -> sensor.programs().toString());
      for (ProgramStatus program : sensor.programs()) {
        assertTrue(program.name().matches("se_[a-z0-9_]{1,12}"), program::name);
        assertTrue(program.state() != State.LOADED, program::toString);
        assertFalse(program.state() == State.REFUSED && program.detail().isBlank());
      }
    }
  }

  @Test
  void nothingIsLeftInTheKernel() throws Exception {
    List<Integer> ids;
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, FEATURES)) {
      sensor.start();
      ids = sensor.programIds();
      assertFalse(ids.isEmpty());
      for (int id : ids) {
        assertTrue(loaded(id), "program " + id);
      }
    }
    long deadline = System.nanoTime() + 2_000_000_000L; // the kernel frees after a grace period
    for (int id : ids) {
      while (loaded(id) && System.nanoTime() - deadline < 0) {
        Thread.sleep(20);
      }
      assertFalse(loaded(id), "program " + id + " is still in the kernel");
    }
  }

  private static boolean loaded(int program) throws Exception {
    return new ProcessBuilder("/usr/sbin/bpftool", "prog", "show", "id", "" + program)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
