package io.sentineledge.sensor.capture;

import static io.sentineledge.sensor.capture.CaptureFormat.HEADER_BYTES;
import static io.sentineledge.sensor.capture.CaptureFormat.U32;
import static io.sentineledge.sensor.capture.CaptureFormat.U64;

import io.sentineledge.event.RecordLayout.Header;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A block in the making: its header and its content in one piece of memory. */
final class BlockBuffer {
  /** Lies in a processor's own cache beside what rules use; larger ones are not read faster. */
  private static final int TARGET_CONTENT = 256 << 10;

  private final MemorySegment memory =
      Arena.ofAuto().allocate(HEADER_BYTES + CaptureFormat.MAX_CONTENT, Long.BYTES);
  private int kind;
  private int length;
  private int records;
  private long first;
  private long last;

  boolean isEmpty() {
    return length == 0;
  }

  int kind() {
    return kind;
  }

  int records() {
    return records;
  }

  /** Whether so many bytes more make it longer than blocks should be. */
  boolean isFullFor(int bytes) {
    return length > 0 && length + CaptureFormat.padded(bytes) > TARGET_CONTENT;
  }

  void begin(int newKind) {
    kind = newKind;
    length = 0;
    records = 0;
    first = 0;
    last = 0;
  }

  void record(MemorySegment from, long offset, int size) {
    long time = from.get(U64, offset + Header.TIME);
    first = records == 0 ? time : Math.min(first, time);
    last = records == 0 ? time : Math.max(last, time);
    records++;
    long at = HEADER_BYTES + (long) length;
    MemorySegment.copy(from, offset, memory, at, size);
    int padded = CaptureFormat.padded(size);
    memory.asSlice(at + size, padded - size).fill((byte) 0);
    length += padded;
  }

  /** Appends bytes that are no record; as many as fit. */
  void bytes(byte[] value) {
    int fits = Math.min(value.length, CaptureFormat.MAX_CONTENT - length - Long.BYTES);
    long at = HEADER_BYTES + (long) length;
    MemorySegment.copy(MemorySegment.ofArray(value), 0, memory, at, fits);
    int padded = CaptureFormat.padded(fits);
    memory.asSlice(at + fits, padded - fits).fill((byte) 0);
    length += padded;
  }

  /** The finished block; valid until it is begun again. */
  ByteBuffer seal(long marker, long number, long bootTime) {
    MemorySegment header = memory.asSlice(0, HEADER_BYTES);
    header.fill((byte) 0);
    header.set(U64, CaptureFormat.MARKER_AT, marker);
    header.set(U32, CaptureFormat.KIND_AT, kind);
    header.set(U32, CaptureFormat.LENGTH_AT, length);
    header.set(U64, CaptureFormat.NUMBER_AT, number);
    header.set(U64, CaptureFormat.FIRST_TIME_AT, first);
    header.set(U64, CaptureFormat.LAST_TIME_AT, last);
    header.set(U64, CaptureFormat.BOOT_TIME_AT, bootTime);
    header.set(U32, CaptureFormat.RECORDS_AT, records);
    header.set(
        U32,
        CaptureFormat.CONTENT_CHECKSUM_AT,
        CaptureFormat.checksum(memory.asSlice(HEADER_BYTES, length)));
    CaptureFormat.seal(header);
    return memory.asSlice(0, HEADER_BYTES + (long) length).asByteBuffer();
  }
}
