package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import io.sentineledge.kernel.LibBpf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request of io_uring whose end is never told takes the room of one that ends: whoever has very
 * many of them hides no open by that, nor by leaving no room for its result.
 */
class AbandonedRequestsTest {
  private static final int NO_RINGS = 2;
  private static final int RING_BYTES = 1 << 24;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path folder = Path.of("");

  /** An open of the link: the path of the file; without a result, what was asked for. */
  private final List<String> told = new ArrayList<>();

  /** By type, all records that were handed on. */
  private final long[] handedOn = new long[EventType.COUNT];

  @ParameterizedTest
  @ValueSource(strings = {"closed", "waiting"})
  void opensAreToldInFullBesideThem(String which) throws Exception {
    String file = Files.writeString(folder.resolve("file"), "data").toRealPath().toString();
    int opened = run(which, file);
    assertEquals(opened, told.size(), told::toString);
    if (which.equals("waiting")) {
      assertEquals(Set.of(file), Set.copyOf(told));
    }
  }

  @Test
  void anOpenIsToldWhoseResultHasNoRoom() throws Exception {
    Files.writeString(folder.resolve("file"), "data");
    int opened = run("full", "link");
    assertEquals(opened, told.size(), told::toString); // the last one after it has waited
  }

  /** Runs the program until this was told of an open; returns how often it opened the link. */
  private int run(String which, String awaited) throws Exception {
    Root.needed();
    Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    SensorOptions options = SensorOptions.DEFAULT.withRingBytes(RING_BYTES);
    SensorPrograms programs =
        SensorPrograms.load(LibBpf.instance(), options, SensorPrograms.LEGACY);
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      sensor.select(
          Wanted.of(
              EnumSet.of(
                  EventType.OPENAT, EventType.ACCEPT4, EventType.RECVFROM, EventType.SPLICE)));
      sensor.start();
      Process process =
          new ProcessBuilder(program(), folder.toString(), which).redirectErrorStream(true).start();
      RecordHandler handler = handler((int) process.pid());
      long end = System.nanoTime() + PATIENCE;
      while (process.isAlive() && System.nanoTime() - end < 0 && !told.contains(awaited)) {
        sensor.poll(handler);
        Thread.sleep(1);
      }
      process.getOutputStream().close();
      while (process.isAlive()) {
        sensor.poll(handler);
        Thread.sleep(1);
      }
      assumeTrue(
          process.exitValue() != NO_RINGS || Root.inCi(), "no rings, or none that can be known");
      List<String> said = process.inputReader().lines().toList();
      assertEquals(0, process.exitValue(), said::toString);
      int opened = Integer.parseInt(said.getLast());
      while (told.size() < opened && System.nanoTime() - end < 0) {
        sensor.poll(handler);
        Thread.sleep(1);
      }
      assertTrue(told.contains(awaited), told::toString);
      Accounting accounting = Balance.settle(sensor, handler);
      assertEquals(0, accounting.lost(), accounting::toString);
      Balance.check(accounting);
      for (EventType type : EventType.values()) {
        assertEquals(handedOn[type.id()], accounting.delivered(type), type::name);
      }
      return opened;
    }
  }

  private RecordHandler handler(int pid) {
    EventView event = new EventView();
    Text text = new Text();
    return (segment, offset, length, lane) -> {
      event.wrap(segment, offset);
      handedOn[event.typeId()]++;
      if (event.pid() == pid
          && event.type() == EventType.OPENAT
          && event.text(Open.ASKED + Asked.TEXT, text)
          && text.equals(Text.of("link"))) {
        boolean known = event.hostPath(Open.PATH, text);
        assertEquals(event.flag(RecordFlag.NO_RESULT), !known);
        told.add(text.toString());
      }
    };
  }

  private static String program() {
    return Path.of(
            Objects.requireNonNull(AbandonedRequestsTest.class.getResource("/abandoned")).getPath())
        .toString();
  }
}
