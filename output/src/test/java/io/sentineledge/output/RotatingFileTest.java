package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);

  @TempDir private Path folder = Path.of("");

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private String content(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void theNextFileIsBegunBySize() throws Exception {
    Path file = folder.resolve("a/sentinel.log");
    try (RotatingFile log =
        new RotatingFile(file, new RotatingFile.Policy(10, null, 2), Clock.systemUTC())) {
      for (String line :
          new String[] {"one\n", "two\n", "three\n", "four\n", "a longer line\n", "x\n"}) {
        log.write(bytes(line));
      }
    }
    assertEquals("x\n", content("a/sentinel.log"));
    assertEquals("a longer line\n", content("a/sentinel.log.1"));
    assertEquals("four\n", content("a/sentinel.log.2"));
    assertFalse(Files.exists(folder.resolve("a/sentinel.log.3")));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void theNextFileIsBegunByTime() throws Exception {
    Path file = folder.resolve("log");
    RotatingFile.Policy daily = new RotatingFile.Policy(0, ChronoUnit.DAYS, 5);
    try (RotatingFile log = new RotatingFile(file, daily, Clock.fixed(today, ZoneOffset.UTC))) {
      log.write(bytes("today\n"));
    }
    Clock tomorrow = Clock.fixed(today.plus(Duration.ofDays(1)), ZoneOffset.UTC);
    try (RotatingFile log = new RotatingFile(file, daily, tomorrow)) {
      log.write(bytes("tomorrow\n"));
      log.write(bytes("too\n"));
    }
    assertEquals("today\n", content("log.1"));
    assertEquals("tomorrow\ntoo\n", content("log"));
  }

  @Test
  void aClockThatIsSetLosesNothing() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(today);
    InstantSource clock = now::get;
    RotatingFile.Policy daily = new RotatingFile.Policy(0, ChronoUnit.DAYS, 5);
    try (RotatingFile log =
        new RotatingFile(folder.resolve("log"), daily, clock.withZone(ZoneOffset.UTC))) {
      for (int days : new int[] {0, 1, 1, -400, -400, 0}) {
        now.set(today.plus(Duration.ofDays(days)));
        log.write(bytes(days + "\n"));
      }
    }
    assertEquals("0\n", content("log"));
    assertEquals("-400\n-400\n", content("log.1"));
    assertEquals("1\n1\n", content("log.2"));
    assertEquals("0\n", content("log.3"));
  }

  @Test
  void whatIsInTheWayIsAnErrorUntilItIsGone() throws Exception {
    Path file = Files.createDirectory(folder.resolve("log"));
    try (RotatingFile log =
        new RotatingFile(file, new RotatingFile.Policy(0, null, 1), Clock.systemUTC())) {
      assertThrows(IOException.class, () -> log.write(bytes("lost\n")));
      Files.delete(file);
      log.write(bytes("one\n"));
      Files.delete(file);
      log.write(bytes("two\n"));
      assertEquals("two\n", content("log"));
    }
  }
}
