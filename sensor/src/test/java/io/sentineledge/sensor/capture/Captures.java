package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes captures and reads them, for tests. */
final class Captures {
  static final Machine MACHINE =
      new Machine(
          "host",
          "6.1",
          "sentinel-edge 0",
          0x80000000,
          0x80000001,
          3,
          "evt.type = openat",
          Text.of("root:x:0:0::/root:/bin/sh\n"),
          Text.of("root:x:0:\n"));
  static final TaskArguments NO_ARGUMENTS = new TaskArguments((pid, start, name) -> null);
  private static final long MILLI = 1_000_000;

  private Captures() {}

  /** What a replay handed out: type, milliseconds, path, arguments. */
  record Seen(List<String> events, List<Damage> damage, boolean complete, Accounting accounting) {}

  static void record(EventSource from, Path file, Machine machine) {
    try (CaptureWriter writer = new CaptureWriter(file, machine, false, Long.MAX_VALUE, 0);
        RecordingSource source = new RecordingSource(from, writer, () -> 0, NO_ARGUMENTS, true)) {
      drain(source);
      writer.totals(source.accounting(), true);
    }
  }

  static void drain(EventSource source) {
    RecordHandler nothing = (_, _, _, _) -> {};
    source.listTasks(nothing);
    while (!source.exhausted()) {
      source.poll(nothing);
    }
  }

  static void append(CaptureWriter writer, byte[] record) {
    MemorySegment words = MemorySegment.ofArray(new long[record.length / 8]);
    MemorySegment.copy(MemorySegment.ofArray(record), 0, words, 0, record.length);
    EventView view = new EventView();
    view.wrap(words, 0);
    Lane lane = view.type().lane();
    writer.append(words, 0, view.size(), lane);
  }

  static Seen replay(Path file) {
    List<String> events = new ArrayList<>();
    EventView view = new EventView();
    Text text = new Text();
    RecordHandler handler =
        (memory, offset, _, _) -> {
          view.wrap(memory, offset);
          EventType type = view.type();
          String event = type.falcoName() + " " + view.time() / MILLI;
          if (type == EventType.OPENAT && view.hostPath(Open.PATH, text)) {
            event += " " + text;
          }
          if (type.family() == EventType.Family.EXEC && view.hostPath(Exec.EXE, text)) {
            event += " " + text;
          }
          if (type == EventType.TASK && view.text(Exec.ARGS, text)) {
            event += " [" + text.toString().replace('\0', ' ').strip() + "]";
          }
          events.add(event);
        };
    try (ReplaySource source = ReplaySource.open(file)) {
      source.listTasks(handler);
      while (!source.exhausted()) {
        source.poll(handler);
      }
      return new Seen(events, source.damage(), source.complete(), source.accounting());
    }
  }

  /** Makes the checksum of a header fit, as someone would who forges a capture. */
  static void seal(byte[] file, int header) {
    CaptureFormat.seal(MemorySegment.ofArray(file).asSlice(header, CaptureFormat.HEADER_BYTES));
  }

  /** Makes the checksums of a block fit. */
  static void sealBlock(byte[] file, int header) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = buffer.getInt(header + CaptureFormat.LENGTH_AT);
    int content = header + CaptureFormat.HEADER_BYTES;
    buffer.putInt(
        header + CaptureFormat.CONTENT_CHECKSUM_AT,
        CaptureFormat.checksum(MemorySegment.ofArray(file).asSlice(content, length)));
    seal(file, header);
  }

  /** Where the blocks of an undamaged capture begin. */
  static List<Integer> blocks(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> blocks = new ArrayList<>();
    int at = CaptureFormat.HEADER_BYTES;
    while (at < file.length) {
      blocks.add(at);
      at += CaptureFormat.HEADER_BYTES + buffer.getInt(at + CaptureFormat.LENGTH_AT);
    }
    return blocks;
  }
}
