package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.kernel.LibBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workload that fills the bulk ring blinds the sensor to itself alone. Needs root. */
@Timeout(60)
class BackPressureTest {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final int RING_BYTES = 1 << 18;
  private static final int NOISE = 60_000;
  private static final int QUIET = 300;
  private static final int PAUSE_MICROS = 1000;

  private Path noisy = Path.of("");
  private Path quiet = Path.of("");

  /** Records of opens, by the workload that they came from. */
  private final class Tally implements RecordHandler {
    private final long noisyId = id(noisy);
    private final long quietId = id(quiet);
    private long fromNoisy;
    private long fromQuiet;

    @Override
    public void onRecord(
        java.lang.foreign.MemorySegment memory, long offset, int length, Lane lane) {
      long workload =
          memory.get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, offset + Header.WORKLOAD);
      int type = memory.get(Deliveries.TYPE, offset + Header.TYPE);
      if (type == EventType.OPENAT.id()) {
        fromNoisy += workload == noisyId ? 1 : 0;
        fromQuiet += workload == quietId ? 1 : 0;
      }
    }
  }

  @BeforeEach
  void createCgroups() throws IOException {
    Root.needed();
    Path hybrid = CGROUPS.resolve("unified");
    Path root = Files.isDirectory(hybrid) ? hybrid : CGROUPS;
    String prefix = "se-test-" + ProcessHandle.current().pid();
    noisy = Files.createDirectory(root.resolve(prefix + "-noisy"));
    quiet = Files.createDirectory(root.resolve(prefix + "-quiet"));
  }

  @AfterEach
  void removeCgroups() throws Exception {
    for (Path cgroup : List.of(noisy, quiet)) {
      long patience = System.nanoTime() + 5_000_000_000L;
      while (!Files.readString(cgroup.resolve("cgroup.procs")).isEmpty()
          && System.nanoTime() < patience) {
        Thread.sleep(10);
      }
      Files.delete(cgroup);
    }
  }

  private static long id(Path cgroup) {
    try {
      return (long) Files.getAttribute(cgroup, "unix:ino");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void theQuietOnesEventsAllArrive(String variant) throws Exception {
    SensorOptions options = SensorOptions.DEFAULT.withRingBytes(RING_BYTES);
    SensorPrograms programs = SensorPrograms.loadForUnified(LibBpf.instance(), options, variant);
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      Tally tally = new Tally();
      sensor.start();
      Generator noise = Generator.startIn(noisy, NOISE, 0, 0);
      Generator whisper = Generator.startIn(quiet, QUIET, 0, PAUSE_MICROS);
      while (noise.running() || whisper.running()) {
        sensor.poll(tally);
        Thread.sleep(2); // a reader that is too slow for the noise
      }
      assertEquals(NOISE, noise.tally().opens());
      assertEquals(QUIET, whisper.tally().opens());
      sensor.stop();
      while (sensor.poll(tally) > 0) {}

      Accounting accounting = sensor.accounting();
      assertTrue(tally.fromQuiet >= QUIET, tally.fromQuiet + " " + sensor.losses());
      assertTrue(accounting.lost(Loss.BACK_PRESSURE) > NOISE / 10, accounting::toString);
      assertEquals(0, accounting.lost(Loss.RING_FULL), accounting::toString);
      for (EventType type : EventType.values()) {
        assertTrue(type.lane() == Lane.BULK || accounting.lost(type) == 0, type::name);
        assertEquals(accounting.lost(type), byWorkload(sensor, type), type::name);
      }
      long lost =
          sensor.losses().stream()
              .filter(loss -> loss.workload() == id(noisy) && loss.type() == EventType.OPENAT)
              .mapToLong(WorkloadLoss::events)
              .sum();
      assertTrue(lost > 0 && sensor.losses().stream().noneMatch(l -> l.workload() == id(quiet)));
      // Starting the program opens files, too: by the same call, before it makes noise
      long others = tally.fromNoisy + lost - NOISE;
      assertTrue(others >= 0 && others < 20, "of " + others);
    }
  }

  private static long byWorkload(LiveSensor sensor, EventType type) {
    return sensor.losses().stream()
        .filter(loss -> loss.type() == type)
        .mapToLong(WorkloadLoss::events)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void aReaderThatHaltsLeavesRoomForTheQuietOne(String variant) throws Exception {
    SensorOptions options = SensorOptions.DEFAULT.withRingBytes(RING_BYTES);
    SensorPrograms programs = SensorPrograms.loadForUnified(LibBpf.instance(), options, variant);
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      Tally tally = new Tally();
      sensor.start();
      assertEquals(NOISE, Generator.startIn(noisy, NOISE, 0, 0).tally().opens());
      assertEquals(10, Generator.startIn(quiet, 10, 0, 0).tally().opens());
      sensor.stop();
      while (sensor.poll(tally) > 0) {}
      assertTrue(tally.fromQuiet >= 10, tally.fromQuiet + " " + sensor.losses());
      assertEquals(0, sensor.accounting().lost(Loss.RING_FULL));
    }
  }
}
