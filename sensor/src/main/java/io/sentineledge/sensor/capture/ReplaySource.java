package io.sentineledge.sensor.capture;

import static io.sentineledge.sensor.capture.CaptureFormat.U16;
import static io.sentineledge.sensor.capture.CaptureFormat.U64;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.EventSource;
import io.sentineledge.sensor.RecordHandler;
import io.sentineledge.sensor.TaskListing;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A capture as a source, as fast as it can be read. Each record is checked before it is handed out;
 * those that are not sound are counted and left out. Reads the file and nothing else of the machine
 * that it runs on.
 */
public final class ReplaySource implements EventSource {
  private static final int BATCH = 256;

  private final CaptureReader reader;
  private final long[] delivered = new long[EventType.COUNT];
  private final Lane[] lanes = new Lane[EventType.COUNT];
  private final MemorySegment content;
  private boolean inBlock;
  private boolean events;
  private boolean stopped;
  private int at;
  private int end;
  private int seen;
  private long first;
  private long last;
  private long clock;
  private long damagedRecords;

  private ReplaySource(CaptureReader reader) {
    this.reader = reader;
    content = reader.content();
    for (int id = 0; id < lanes.length; id++) {
      EventType type = EventType.of(id);
      lanes[id] = type == null ? Lane.CRITICAL : type.lane();
    }
    nextBlock();
  }

  /**
   * Opens a capture.
   *
   * @throws CaptureException if it is none, or one of another version
   */
  public static ReplaySource open(Path path) {
    CaptureReader reader = new CaptureReader(path);
    try {
      return new ReplaySource(reader);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Whether a file begins as a capture does; false also if it cannot be read. */
  public static boolean isCapture(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] magic = in.readNBytes(Long.BYTES);
      return magic.length == Long.BYTES
          && ByteBuffer.wrap(magic).order(ByteOrder.LITTLE_ENDIAN).getLong() == CaptureFormat.MAGIC;
    } catch (IOException e) {
      return false;
    }
  }

  private void nextBlock() {
    inBlock = reader.next();
    at = 0;
    end = inBlock ? reader.length() : 0;
    seen = 0;
    first = inBlock ? reader.firstTime() : 0;
    last = inBlock ? reader.lastTime() : 0;
    events = inBlock && reader.kind() == CaptureFormat.EVENTS;
  }

  /** What was known of the machine when the recording began. */
  public Machine machine() {
    return reader.machine();
  }

  /** Time of the latest record, ns of the boot clock of the recorded machine. */
  public long clock() {
    return clock;
  }

  /** Ns since 1970 when that clock was 0, as it holds for the next {@link #poll}. */
  public long bootTime() {
    return reader.bootTime();
  }

  @Override
  public void start() {}

  @Override
  public TaskListing listTasks(RecordHandler handler) {
    int records = 0;
    while (inBlock && !events) {
      records += handOut(handler, Integer.MAX_VALUE);
    }
    return new TaskListing.Listed(records);
  }

  @Override
  public int poll(RecordHandler handler) {
    return stopped || !inBlock ? 0 : handOut(handler, BATCH);
  }

  /** Hands out records of one block. */
  private int handOut(RecordHandler handler, int most) {
    MemorySegment block = content;
    int count = 0;
    while (at < end && count < most) {
      int length = RecordCheck.length(block, at, end);
      if (length == 0) {
        reader.report(reader.contentAt() + at, end - at, "a record has an impossible size");
        damagedRecords += Math.max(1, reader.records() - seen);
        at = end;
        break;
      }
      int record = at;
      at += length;
      seen++;
      long time = block.get(U64, record + (long) Header.TIME);
      if (time < first || time > last || !RecordCheck.isSound(block, record)) {
        reader.report(reader.contentAt() + record, length, "a record is not sound");
        damagedRecords++;
        continue;
      }
      count++;
      clock = Math.max(clock, time);
      int type = Short.toUnsignedInt(block.get(U16, record + (long) Header.TYPE));
      if (type != EventType.TASK.id()) {
        delivered[type]++;
      }
      handler.onRecord(block, record, length, lanes[type]);
    }
    if (at >= end) {
      nextBlock();
    }
    return count;
  }

  @Override
  public void await() {}

  @Override
  public void wakeup() {}

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean exhausted() {
    return stopped || !inBlock;
  }

  /**
   * What the recording said became of the events, with what was handed out here as delivered.
   * Events that it left out on demand are filtered. What lay in damaged parts is in neither.
   */
  @Override
  public Accounting accounting() {
    TotalsContent totals = reader.totals();
    if (totals == null) {
      return Accounting.lossless(delivered);
    }
    return totals.replayed(delivered);
  }

  /** Whether the recording was ended properly, and all of it has been read. */
  public boolean complete() {
    TotalsContent totals = reader.totals();
    return !inBlock && totals != null && totals.last();
  }

  /** What was left out, with the place: the first hundred. */
  public List<Damage> damage() {
    return reader.damage();
  }

  /** In how many places something was left out. */
  public int damaged() {
    return reader.damaged();
  }

  /** Records in blocks that could be read that were not sound. */
  public long damagedRecords() {
    return damagedRecords;
  }

  @Override
  public void close() {
    stop();
    reader.close();
  }
}
