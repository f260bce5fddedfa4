package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Counts the records that the reader is handed. One thread counts, any may look. */
final class Deliveries {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
  static final ValueLayout.OfShort TYPE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final long[] byType = new long[EventType.COUNT];

  /** Counts the record that starts here. */
  void count(MemorySegment memory, long offset) {
    int type = Short.toUnsignedInt(memory.get(TYPE, offset + Header.TYPE));
    int slot = type < EventType.COUNT ? type : 0;
    COUNT.setOpaque(byType, slot, byType[slot] + 1);
  }

  /** A copy, indexed by the id of the type; records of unknown type are at 0. */
  long[] byType() {
    long[] copy = new long[byType.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (long) COUNT.getOpaque(byType, i);
    }
    return copy;
  }
}
