package io.sentineledge.sensor.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.TaskListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class CaptureTest {
  private static final long MILLI = 1_000_000;

  @TempDir private Path folder = Path.of("");

  private static byte[] record(EventType type, long millis) {
    return new RecordWriter(type).u64(Header.TIME, millis * MILLI).u32(Header.PID, 7).build();
  }

  private Path record(SyntheticSource source) {
    Path file = folder.resolve("a.capture");
    Captures.record(source, file, Captures.MACHINE);
    return file;
  }

  @Test
  void whatWasRecordedIsReplayed() {
    Path file =
        record(
            new SyntheticSource.Builder()
                .add(new RecordWriter(EventType.TASK).u32(Header.PID, 3).build())
                .add(
                    new RecordWriter(EventType.EXECVE)
                        .u64(Header.TIME, 5)
                        .path(Exec.EXE, "/bin/x")
                        .strings(Exec.ARGS, List.of("x", "y"))
                        .build())
                .add(
                    new RecordWriter(EventType.OPENAT)
                        .u64(Header.TIME, 6)
                        .path(Open.PATH, "/etc/passwd")
                        .build())
                .build());
    Captures.Seen seen = Captures.replay(file);
    assertEquals(List.of("task 0", "execve 0 /bin/x", "openat 0 /etc/passwd"), seen.events());
    assertEquals(List.of(), seen.damage());
    assertTrue(seen.complete());
    assertEquals(2, seen.accounting().delivered());
    assertEquals(2, seen.accounting().produced());
  }

  @Test
  void lanesAreMergedByTime() {
    for (Lane late : Lane.values()) {
      Path file = folder.resolve(late + ".capture");
      SyntheticSource source =
          new SyntheticSource.Builder()
              .add(record(EventType.EXECVE, 100))
              .add(record(EventType.OPENAT, 110))
              .add(record(EventType.CONNECT, 120))
              .add(record(EventType.UNLINK, 130))
              .add(record(EventType.PROCEXIT, 140))
              .delay(late, Duration.ofMillis(15))
              .batchSize(1)
              .build();
      Captures.record(source, file, Captures.MACHINE);
      List<String> events = Captures.replay(file).events();
      if (late == Lane.BULK) {
        assertEquals(
            List.of("execve 100", "openat 110", "connect 120", "unlink 130", "procexit 140"),
            events);
      } else {
        // A critical record that comes after younger bulk ones breaks the promise of a source
        assertEquals(5, events.size());
      }
    }
  }

  @Test
  void theMachineIsKept() {
    Path file = record(new SyntheticSource.Builder().build());
    try (ReplaySource source = ReplaySource.open(file)) {
      Machine machine = source.machine();
      assertEquals("host", machine.hostName());
      assertEquals("6.1", machine.kernel());
      assertEquals("evt.type = openat", machine.filter());
      assertEquals(0x80000001, machine.pidNamespace());
      assertEquals(Captures.MACHINE.users(), machine.users());
      assertEquals(Captures.MACHINE.groups(), machine.groups());
      assertEquals(new TaskListing.Listed(0), source.listTasks((_, _, _, _) -> {}));
      assertTrue(source.exhausted());
      assertTrue(source.complete());
    }
  }

  @Test
  void theClockThatWasSetIsReplayed() {
    Path file = folder.resolve("a.capture");
    try (CaptureWriter writer =
        new CaptureWriter(file, Captures.MACHINE, false, Long.MAX_VALUE, 1000)) {
      Captures.append(writer, record(EventType.EXECVE, 1));
      writer.advance(2 * MILLI, 5000);
      Captures.append(writer, record(EventType.EXECVE, 3));
      writer.totals(Accounting.NONE, true);
    }
    try (ReplaySource source = ReplaySource.open(file)) {
      source.listTasks((_, _, _, _) -> {});
      assertEquals(1000, source.bootTime());
      assertEquals(1, source.poll((_, _, _, _) -> {}));
      assertEquals(5000, source.bootTime());
      assertEquals(1, source.poll((_, _, _, _) -> {}));
      assertEquals(3 * MILLI, source.clock());
    }
  }

  @Test
  void argumentsOfRunningProcessesAreRecorded() {
    TaskArguments arguments =
        new TaskArguments((pid, start, name) -> Text.of("sleep\0" + pid + "\0"));
    Path file = folder.resolve("a.capture");
    byte[] task = new RecordWriter(EventType.TASK).u32(Header.PID, 9).path(Exec.EXE, "/x").build();
    try (CaptureWriter writer =
            new CaptureWriter(file, Captures.MACHINE, false, Long.MAX_VALUE, 0);
        RecordingSource source =
            new RecordingSource(
                new SyntheticSource.Builder().add(task).build(),
                writer,
                () -> 0,
                arguments,
                true)) {
      source.listTasks((_, _, _, _) -> {});
    }
    Captures.Seen seen = Captures.replay(file);
    assertEquals(List.of("task 0 /x [sleep 9]"), seen.events());
    assertFalse(seen.complete());
  }

  @Test
  void eventsThatFeedStateAreKeptWhateverTheFilter() {
    Path file = folder.resolve("a.capture");
    SyntheticSource all =
        new SyntheticSource.Builder()
            .add(record(EventType.EXECVE, 1))
            .add(record(EventType.OPENAT, 2))
            .add(record(EventType.CONNECT, 3))
            .add(record(EventType.PROCEXIT, 4))
            .build();
    try (CaptureWriter writer =
            new CaptureWriter(file, Captures.MACHINE, false, Long.MAX_VALUE, 0);
        RecordingSource source =
            new RecordingSource(all, writer, () -> 0, Captures.NO_ARGUMENTS, false)) {
      Captures.drain(source);
      writer.totals(source.accounting(), true);
    }
    Captures.Seen seen = Captures.replay(file);
    assertEquals(List.of("execve 1", "procexit 4"), seen.events());
    Accounting accounting = seen.accounting();
    assertEquals(4, accounting.produced());
    assertEquals(2, accounting.delivered());
    assertEquals(2, accounting.filtered());
    assertEquals(0, accounting.lost());
  }

  @Test
  void theFileIsItsOwnersAlone() throws IOException {
    Path file = record(new SyntheticSource.Builder().build());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  private static String refused(Path file, boolean force) {
    return refusal(
        () -> new CaptureWriter(file, Captures.MACHINE, force, Long.MAX_VALUE, 0).close());
  }

  private static String refusal(Executable action) {
    return String.valueOf(assertThrows(CaptureException.class, action).getMessage());
  }

  @Test
  void nothingIsOverwrittenUnlessAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("precious"), "precious");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    Path dangling = Files.createSymbolicLink(folder.resolve("to"), folder.resolve("nowhere"));
    for (Path path : List.of(file, link, dangling)) {
      assertTrue(refused(path, false).contains("--force"));
    }
    assertTrue(refused(link, true).contains("not a regular file"));
    assertTrue(refused(folder, true).contains("not a regular file"));
    assertEquals("precious", Files.readString(file));
    assertFalse(Files.exists(folder.resolve("nowhere")));
    assertTrue(refused(folder.resolve("no/such"), false).contains("folder"));
    new CaptureWriter(file, Captures.MACHINE, true, Long.MAX_VALUE, 0).close();
    assertEquals(List.of(), Captures.replay(file).damage());
  }

  @Test
  void aGreatestSizeIsKept() {
    Path file = folder.resolve("a.capture");
    try (CaptureWriter writer = new CaptureWriter(file, Captures.MACHINE, false, 3 << 20, 0)) {
      for (int i = 0; i < 50_000; i++) {
        Captures.append(writer, record(EventType.OPENAT, i));
      }
      assertTrue(writer.isFull());
      writer.totals(Accounting.NONE, true);
      assertTrue(writer.bytes() < 5 << 20, writer::toString);
      Captures.Seen seen = Captures.replay(file);
      assertEquals(writer.events(), seen.events().size());
      assertTrue(seen.complete());
    }
  }

  @Test
  void whatIsNoCaptureIsRefusedWithTheReason() throws IOException {
    Path file = record(new SyntheticSource.Builder().build());
    byte[] bytes = Files.readAllBytes(file);
    assertRefused("is not a capture", new byte[0]);
    assertRefused("is not a capture", "PK-something-else".getBytes(UTF_8));
    assertRefused("ends within its header", Arrays.copyOf(bytes, 40));
    byte[] version = bytes.clone();
    version[CaptureFormat.VERSION_AT] = 2;
    assertRefused("version 2 of the capture format", version);
    byte[] damaged = bytes.clone();
    damaged[CaptureFormat.FILE_MARKER_AT]++;
    assertRefused("checksum is wrong", damaged);
    byte[] layout = bytes.clone();
    layout[CaptureFormat.LAYOUT_AT]++;
    Captures.seal(layout, 0);
    assertRefused("another layout", layout);
    assertTrue(refusal(() -> ReplaySource.open(folder)).contains("not a regular file"));
    assertTrue(refusal(() -> ReplaySource.open(folder.resolve("no"))).contains("does not exist"));
  }

  private void assertRefused(String reason, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("refused"), bytes);
    String message = refusal(() -> ReplaySource.open(file));
    assertTrue(message.contains(reason), message);
  }
}
