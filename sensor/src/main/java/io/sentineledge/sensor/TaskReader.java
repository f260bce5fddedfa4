package io.sentineledge.sensor;

import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.kernel.BpfIterator;
import io.sentineledge.kernel.BpfLink;
import io.sentineledge.kernel.BpfProgram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads the task iterator, whose records follow each other without a gap, in pieces. */
final class TaskReader {
  /** Holds the longest record with room to spare; the kernel hands out at most 32 KiB at a time. */
  private static final int BUFFER_BYTES = 1 << 17;

  private TaskReader() {}

  /** Returns the number of records. */
  static int read(BpfProgram program, RecordHandler handler) {
    int records = 0;
    try (BpfLink link = program.attach();
        BpfIterator iterator = link.iterate();
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
      long filled = 0;
      while (true) {
        int count = iterator.read(buffer.asSlice(filled));
        if (count == 0) {
          return records;
        }
        filled += count;
        long at = 0;
        long size = size(buffer, at, filled);
        while (size > 0 && at + size <= filled) {
          handler.onRecord(buffer, at, (int) size, Lane.CRITICAL);
          records++;
          at += size;
          size = size(buffer, at, filled);
        }
        MemorySegment.copy(buffer, at, buffer, 0, filled - at);
        filled -= at;
      }
    }
  }

  /** Bytes of the record that starts here; 0 when too little of it is there to tell. */
  private static long size(MemorySegment buffer, long at, long end) {
    return at + Integer.BYTES <= end
        ? buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + Header.SIZE)
        : 0;
  }
}
