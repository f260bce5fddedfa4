package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.kernel.LibBpf;
import io.sentineledge.kernel.ProgramRefusedException;
import io.sentineledge.sensor.ProgramStatus.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens where the kernel refuses a program. */
final class SensorProgramsTest {
  private static SensorPrograms load(String object) {
    try (InputStream in =
        SensorProgramsTest.class.getResourceAsStream("/bpf/" + object + ".bpf.o")) {
      byte[] elf = Objects.requireNonNull(in, object).readAllBytes();
      return new SensorPrograms(LibBpf.instance(), SensorOptions.DEFAULT, object, elf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProgramStatus status(LiveSensor sensor, String program) {
    return sensor.programs().stream()
        .filter(status -> status.name().equals(program))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOptionalProgramIsLeftOutAndSaysWhy() {
    try (LiveSensor sensor = LiveSensor.over(load("optional"), SensorOptions.DEFAULT)) {
      sensor.start();
      assertEquals(State.ATTACHED, status(sensor, "se_good").state());
      assertEquals(State.REFUSED, status(sensor, "se_bad").state());
      String reason = status(sensor, "se_bad").detail();
      assertTrue(reason.startsWith("The kernel refused the program se_bad: "), reason);
      assertEquals(1, sensor.attachedPrograms());
      assertEquals(
          "the kernel takes no task iterator",
          ((TaskListing.Unavailable) sensor.listTasks((_, _, _, _) -> {})).reason());
    }
  }

  @Test
  void aRequiredProgramIsNotLeftOut() {
    ProgramRefusedException e = assertThrows(ProgramRefusedException.class, () -> load("required"));
    assertEquals("se_bad", e.program());
  }
}
