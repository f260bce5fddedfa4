package io.sentineledge.sensor.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;

/**
 * What a capture consists of; all numbers are little endian.
 *
 * <pre>
 * +----------------------+-----------------------------+-----------------------------+-----
 * | file header (64)     | block header (64) | content | block header (64) | content | ...
 * +----------------------+-----------------------------+-----------------------------+-----
 *
 * file header                          block header
 *  0 u64 magic                          0 u64 marker, that of the file header
 *  8 u32 version of the format          8 u32 kind
 * 12 u32 bytes of this header          12 u32 bytes of the content, a multiple of 8
 * 16 u64 fingerprint of the layout     16 u64 number of the block, from 0
 * 24 u64 marker, random                24 u64 least time of a record
 * 32     zero                          32 u64 greatest time of a record
 * 60 u32 CRC-32C of bytes 0-59         40 s64 boot time: ns since 1970 when the boot clock was 0
 *                                      48 u32 records
 *                                      52 u32 CRC-32C of the content
 *                                      56 u32 zero
 *                                      60 u32 CRC-32C of bytes 0-59
 * </pre>
 */
final class CaptureFormat {
  static final int VERSION = 1;

  /** "SEDGECAP". */
  static final long MAGIC = 0x5041434547444553L;

  static final int HEADER_BYTES = 64;
  static final int MAGIC_AT = 0;
  static final int VERSION_AT = 8;
  static final int SIZE_AT = 12;
  static final int LAYOUT_AT = 16;
  static final int FILE_MARKER_AT = 24;
  static final int CHECKSUM_AT = 60;

  static final int MARKER_AT = 0;
  static final int KIND_AT = 8;
  static final int LENGTH_AT = 12;
  static final int NUMBER_AT = 16;
  static final int FIRST_TIME_AT = 24;
  static final int LAST_TIME_AT = 32;
  static final int BOOT_TIME_AT = 40;
  static final int RECORDS_AT = 48;
  static final int CONTENT_CHECKSUM_AT = 52;

  /** Facts about the machine, as lines of a key, a blank and a value. */
  static final int MACHINE = 1;

  /** Users and groups. */
  static final int ACCOUNTS = 2;

  /** Records of processes that were running already. */
  static final int TASKS = 3;

  /** Records of events. */
  static final int EVENTS = 4;

  /** What became of the events so far. */
  static final int TOTALS = 5;

  /** The longest content that a reader takes. */
  static final int MAX_CONTENT = 4 << 20;

  static final int MAX_RECORD = 1 << 16;

  static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private CaptureFormat() {}

  /** Bytes that a record or content takes in the file. */
  static int padded(int bytes) {
    return (bytes + 7) & ~7;
  }

  static int checksum(MemorySegment bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.asByteBuffer());
    return (int) crc.getValue();
  }

  /** Ends a header of either kind. */
  static void seal(MemorySegment header) {
    header.set(U32, CHECKSUM_AT, checksum(header.asSlice(0, CHECKSUM_AT)));
  }

  static boolean isSealed(MemorySegment header) {
    return header.get(U32, CHECKSUM_AT) == checksum(header.asSlice(0, CHECKSUM_AT));
  }
}
