package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.detect.Engine;
import io.sentineledge.detect.Matching;
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
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.capture.Machine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that someone forged, with checksums that fit: whatever is in them, every field can be
 * asked for and every shipped rule evaluated without a failure.
 */
@Timeout(180)
class HostileCaptureTest {
  private static final int ROUNDS = 120;
  private static final int HEADER = 64;
  private static final int KIND = 8;
  private static final int LENGTH = 12;
  private static final int CONTENT_CHECKSUM = 52;
  private static final int CHECKSUM = 60;
  private static final int EVENTS = 4;

  @TempDir private Path folder = Path.of("");

  /** Every type of event, with all that its record can carry. */
  private byte[] capture() throws IOException {
    Path file = folder.resolve("whole");
    SyntheticSource.Builder events = new SyntheticSource.Builder();
    for (int round = 0; round < 3; round++) {
      for (EventType type : EventType.values()) {
        events.add(event(type, round));
      }
    }
    Machine machine =
        new Machine("h", "6.1", "a", 1, 2, 3, "", Text.of("root:x:0:0::/:/\n"), Text.EMPTY);
    Captures.write(file, machine, events.build());
    return Files.readAllBytes(file);
  }

  private static byte[] event(EventType type, int round) {
    RecordWriter record =
        new RecordWriter(type)
            .u64(Header.TIME, 1000L * (round + 1) + type.id())
            .u32(Header.PID, 10 + round)
            .u32(Header.TID, 10 + round)
            .u32(Header.PPID, 9 + round)
            .u64(Header.START, round)
            .u32(Header.GENERATION, round)
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

  @Test
  void forgedRecordsDoNotFailAnyRule() throws IOException {
    byte[] whole = capture();
    RuleSet rules = new RuleLoader().addShipped().load().rules();
    EventFormats formats = new EventFormats();
    AlertHandler alerts =
        new AlertHandler() {
          @Override
          public void alert(Alert alert) {}

          @Override
          public void failed(Rule rule, Throwable failure) {
            throw new AssertionError(rule.name(), failure);
          }
        };
    long events = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      byte[] forged = forge(whole, new Random(seed));
      Path file = Files.write(folder.resolve("forged"), forged);
      Engine engine = new Engine(rules, Matching.ALL, alerts);
      try (Replay replay = Replay.open(file)) {
        replay.run(
            rules.paths(),
            event -> {
              engine.evaluate(event);
              formats.subject(event);
              formats.details(event);
              formats.fields(event);
            },
            () -> false);
        assertEquals(0, replay.failures(), "seed=" + seed);
        events += replay.accounting().delivered();
      }
    }
    assertTrue(events > ROUNDS * 50L, "too few records were taken for sound, events=" + events);
  }

  /** Changes some bytes of records, small numbers for choice, and makes the checksums fit. */
  private static byte[] forge(byte[] whole, Random random) {
    byte[] file = whole.clone();
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER;
    while (at < file.length) {
      int length = buffer.getInt(at + LENGTH);
      if (buffer.getInt(at + KIND) == EVENTS) {
        for (int i = random.nextInt(40); i >= 0; i--) {
          int place = at + HEADER + random.nextInt(length);
          file[place] =
              switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> (byte) 0xff;
                case 2 -> (byte) (file[place] ^ 1 << random.nextInt(8));
                default -> (byte) random.nextInt();
              };
        }
        buffer.putInt(at + CONTENT_CHECKSUM, checksum(file, at + HEADER, length));
        buffer.putInt(at + CHECKSUM, checksum(file, at, CHECKSUM));
      }
      at += HEADER + length;
    }
    return file;
  }

  private static int checksum(byte[] file, int at, int length) {
    CRC32C crc = new CRC32C();
    crc.update(file, at, length);
    return (int) crc.getValue();
  }
}
