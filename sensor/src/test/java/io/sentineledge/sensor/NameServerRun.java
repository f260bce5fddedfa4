package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.LibBpf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * A run of a program that talks with a name server, under the sensor.
 *
 * @param said the lines that the program says
 * @param told what was made of the kernel programs' records of its sockets
 */
record NameServerRun(List<String> said, List<String> told) {
  /**
   * Runs a program to its end.
   *
   * @param tell adds what an event tells
   */
  static NameServerRun of(
      String program, String variant, Wanted wanted, BiConsumer<EventView, List<String>> tell)
      throws Exception {
    Root.needed();
    boolean typed = variant.equals(SensorPrograms.TYPED);
    assumeTrue(!typed || new Features().probe(Feature.READ_ONLY_CAST).yes(), "a kernel before 6.2");
    SensorOptions options = SensorOptions.DEFAULT;
    SensorPrograms programs = SensorPrograms.load(LibBpf.instance(), options, variant);
    Path file =
        Path.of(Objects.requireNonNull(NameServerRun.class.getResource("/" + program)).getPath());
    List<String> told = new ArrayList<>();
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      sensor.select(wanted);
      sensor.start();
      Process process = new ProcessBuilder(file.toString()).redirectErrorStream(true).start();
      EventView event = new EventView();
      RecordHandler handler =
          (segment, offset, length, lane) -> {
            event.wrap(segment, offset);
            if (event.pid() == process.pid() && event.type().family() == EventType.Family.NET) {
              tell.accept(event, told);
            }
          };
      while (process.isAlive()) {
        sensor.poll(handler);
        Thread.sleep(1);
      }
      while (sensor.poll(handler) > 0) {}
      List<String> said = process.inputReader().lines().toList();
      assertEquals(0, process.exitValue(), () -> "" + said);
      return new NameServerRun(said, told);
    }
  }

  /** How many of the lines are about rings: none where the kernel makes none that can be known. */
  long byRing() {
    return said.stream().filter(line -> line.contains(" by ring ")).count();
  }
}
