package io.sentineledge.sensor.capture;

import static io.sentineledge.sensor.capture.CaptureFormat.U32;
import static io.sentineledge.sensor.capture.CaptureFormat.U64;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.sensor.Accounting;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Writes a capture. Blocks are written when they are long enough or half a second old, so that a
 * crash costs less than a second; what the disk refuses ends the capture after its last whole
 * block.
 *
 * <p><b>Order.</b> The lanes are merged by time: a source hands out a bulk record after all
 * critical ones that are older, so critical records wait until a younger bulk record comes, the
 * source has run dry, or {@link #HOLD_NANOS} have passed. Each lane keeps its own order.
 *
 * <p>For one thread. Appending allocates nothing.
 */
public final class CaptureWriter implements AutoCloseable {
  /** The longest that a record waits for older ones of the other lane, by the clock of events. */
  static final long HOLD_NANOS = 200_000_000;

  private static final long BLOCK_NANOS = 500_000_000;
  private static final int WAITING_BYTES = 2 << 20;

  private final CaptureFile file;
  private final long maxBytes;
  private final long marker = new SecureRandom().nextLong();
  private final BlockBuffer block = new BlockBuffer();
  private final MemorySegment waiting = Arena.ofAuto().allocate(WAITING_BYTES, Long.BYTES);
  private final long[] written = new long[EventType.COUNT];
  private final long[] inBlock = new long[EventType.COUNT];
  private int head;
  private int tail;
  private long number;
  private long bootTime;
  private long now;
  private long begun;
  private boolean full;

  /**
   * Creates the file.
   *
   * @param force whether an existing regular file is replaced
   * @param maxBytes after so many bytes nothing more is taken
   * @param bootTime ns since 1970 when the boot clock was 0
   * @throws CaptureException if there is such a file, or it cannot be created
   */
  public CaptureWriter(Path path, Machine machine, boolean force, long maxBytes, long bootTime) {
    this.maxBytes = maxBytes;
    this.bootTime = bootTime;
    file = new CaptureFile(path, force);
    try {
      MemorySegment header = Arena.ofAuto().allocate(CaptureFormat.HEADER_BYTES, Long.BYTES);
      header.set(U64, CaptureFormat.MAGIC_AT, CaptureFormat.MAGIC);
      header.set(U32, CaptureFormat.VERSION_AT, CaptureFormat.VERSION);
      header.set(U32, CaptureFormat.SIZE_AT, CaptureFormat.HEADER_BYTES);
      header.set(U64, CaptureFormat.LAYOUT_AT, LayoutFingerprint.VALUE);
      header.set(U64, CaptureFormat.FILE_MARKER_AT, marker);
      CaptureFormat.seal(header);
      file.write(header.asByteBuffer());
      content(CaptureFormat.MACHINE, machine.facts());
      content(CaptureFormat.ACCOUNTS, AccountsContent.encode(machine));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void content(int kind, byte[] bytes) {
    endBlock();
    block.begin(kind);
    block.bytes(bytes);
    endBlock();
  }

  /** Adds a record of a process that was running already. */
  public void task(MemorySegment memory, long offset, int length) {
    put(CaptureFormat.TASKS, memory, offset, length);
  }

  /** Adds the record of an event. */
  public void append(MemorySegment memory, long offset, int length, Lane lane) {
    long time = memory.get(U64, offset + Header.TIME);
    if (lane == Lane.BULK) {
      release(time);
      event(memory, offset, length);
      return;
    }
    int padded = CaptureFormat.padded(length);
    if (tail + padded > WAITING_BYTES) {
      release(Long.MAX_VALUE);
    }
    MemorySegment.copy(memory, offset, waiting, tail, length);
    tail += padded;
    release(time - HOLD_NANOS);
  }

  /** Adds what waits and is not younger than a time. */
  private void release(long time) {
    while (head < tail && waiting.get(U64, head + (long) Header.TIME) <= time) {
      int size = waiting.get(U32, head + (long) Header.SIZE);
      event(waiting, head, size);
      head += CaptureFormat.padded(size);
    }
    if (head == tail) {
      head = 0;
      tail = 0;
    }
  }

  private void event(MemorySegment memory, long offset, int length) {
    int type = Short.toUnsignedInt(memory.get(CaptureFormat.U16, offset + Header.TYPE));
    if (put(CaptureFormat.EVENTS, memory, offset, length)) {
      inBlock[type < inBlock.length ? type : 0]++;
    }
  }

  private boolean put(int kind, MemorySegment memory, long offset, int length) {
    if (block.kind() != kind || block.isFullFor(length)) {
      endBlock();
      block.begin(kind);
    }
    if (full) {
      return false;
    }
    if (block.isEmpty()) {
      begun = now;
    }
    block.record(memory, offset, length);
    return true;
  }

  private void endBlock() {
    if (!block.isEmpty() && !full) {
      full = true; // unless it can be written
      file.write(block.seal(marker, number, bootTime));
      full = file.size() >= maxBytes;
      number++;
      for (int id = 0; id < written.length; id++) {
        written[id] += inBlock[id];
      }
    }
    Arrays.fill(inBlock, 0);
    block.begin(CaptureFormat.EVENTS);
  }

  /**
   * Tells the time, now and then.
   *
   * @param bootClock now, ns of the clock of events
   * @param newBootTime ns since 1970 when that clock was 0; holds for the records that follow
   */
  public void advance(long bootClock, long newBootTime) {
    now = bootClock;
    if (newBootTime != bootTime) {
      release(Long.MAX_VALUE);
      endBlock();
      bootTime = newBootTime;
    }
    release(now - HOLD_NANOS);
    if (now - begun >= BLOCK_NANOS) {
      endBlock();
    }
  }

  /** Tells that the source had nothing more that is older than this time of the boot clock. */
  public void quiet(long bootClock) {
    release(bootClock);
  }

  /**
   * Writes what became of the events so far.
   *
   * @param last whether the recording ends here, as it should
   */
  public void totals(Accounting accounting, boolean last) {
    release(Long.MAX_VALUE);
    endBlock();
    boolean wasFull = full;
    full = false; // the totals always have room
    content(CaptureFormat.TOTALS, TotalsContent.encode(accounting, written, last));
    full = wasFull || full;
  }

  /** Whether nothing more is taken: the greatest size has been reached, or the disk refuses. */
  public boolean isFull() {
    return full;
  }

  /** Events that are in the file. */
  public long events() {
    long sum = 0;
    for (long count : written) {
      sum += count;
    }
    return sum;
  }

  /** Bytes of the file so far. */
  public long bytes() {
    return file.size();
  }

  /** Ends the file; without {@link #totals} a reader is told that its end is missing. */
  @Override
  public void close() {
    try (file) {
      release(Long.MAX_VALUE);
      endBlock();
    }
  }
}
