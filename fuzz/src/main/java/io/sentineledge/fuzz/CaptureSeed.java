package io.sentineledge.fuzz;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.capture.CaptureWriter;
import io.sentineledge.sensor.capture.Machine;
import io.sentineledge.sensor.capture.RecordingSource;
import io.sentineledge.sensor.capture.TaskArguments;
import java.nio.file.Path;
import java.util.List;

/** Writes a capture with an event of every type: what the fuzzer of captures begins with. */
public final class CaptureSeed {
  private CaptureSeed() {}

  /** Argument: the file to write, which must not exist. */
  public static void main(String[] args) {
    write(Path.of(args[0]));
  }

  static void write(Path file) {
    SyntheticSource.Builder events = new SyntheticSource.Builder();
    for (EventType type : EventType.values()) {
      events.add(event(type));
    }
    Machine machine =
        new Machine("h", "6.1", "a", 1, 2, 3, "", Text.of("root:x:0:0::/:/\n"), Text.EMPTY);
    try (CaptureWriter writer = new CaptureWriter(file, machine, false, Long.MAX_VALUE, 0);
        RecordingSource source =
            new RecordingSource(
                events.build(),
                writer,
                () -> 0,
                new TaskArguments((pid, start, name) -> null),
                true)) {
      source.listTasks((_, _, _, _) -> {});
      while (!source.exhausted()) {
        source.poll((_, _, _, _) -> {});
      }
      writer.totals(source.accounting(), true);
    }
  }

  private static byte[] event(EventType type) {
    RecordWriter record =
        new RecordWriter(type)
            .u64(Header.TIME, 1000L + type.id())
            .u32(Header.PID, 10)
            .u32(Header.TID, 10)
            .u32(Header.PPID, 9)
            .comm("name");
    switch (type.family()) {
      case EXEC -> {
        record
            .path(Exec.EXE, "/jail/bin/sh", "/containers/1")
            .path(Exec.CWD, "/tmp")
            .strings(Exec.ARGS, List.of("sh", "-c", "id"))
            .strings(Exec.ENV, List.of("A=1"));
        asked(record, Exec.ASKED);
        socket(record, Exec.SOCKET);
      }
      case CHDIR -> {
        record.path(Chdir.CWD, "/srv");
        asked(record, Chdir.ASKED);
      }
      case OPEN -> {
        record.path(Open.PATH, "/etc/shadow", "/containers/1");
        asked(record, Open.ASKED);
      }
      case FS -> {
        record.path(Fs.PATH, "/etc/passwd");
        asked(record, Fs.ASKED);
        asked(record, Fs.TARGET);
      }
      case NET -> socket(record, Net.SOCKET);
      default -> {
        // numbers alone
      }
    }
    return record.build();
  }

  private static void asked(RecordWriter record, int field) {
    record.text(field + Asked.TEXT, "../x/./y").path(field + Asked.BASE, "/base/of");
  }

  private static void socket(RecordWriter record, int field) {
    record
        .u16(field + Socket.FAMILY, 1)
        .text(field + Socket.LPATH, "/run/a")
        .text(field + Socket.RPATH, "/run/b");
  }
}
