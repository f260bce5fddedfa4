package io.sentineledge.sensor;

import io.sentineledge.event.Lane;
import java.lang.foreign.MemorySegment;

/** Takes the records of an {@link EventSource}. */
@FunctionalInterface
public interface RecordHandler {
  /**
   * One record, valid until this call returns. An exception ends the pass of the source; the record
   * counts as delivered.
   *
   * @param memory where the record is; the same object for all records of a lane
   * @param offset where it starts in it, a multiple of 8
   * @param length its bytes
   * @param lane the lane it came by
   */
  void onRecord(MemorySegment memory, long offset, int length, Lane lane);
}
