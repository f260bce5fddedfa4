package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.kernel.BpfMap;
import io.sentineledge.kernel.Clocks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;

/**
 * The requests of io_uring in {@code se_waiting}, whose records wait for their ends. The kernel
 * tells of no end where the queue of results is full, or the ring was closed: what has waited for
 * too long is told without a result, and its room is free again.
 *
 * <p>Used by the reader's thread alone, but for {@link #handedOut}.
 */
final class WaitingRequests {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(1);

  private final BpfMap map;
  private final MemorySegment key = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
  private final MemorySegment record;
  private final Deliveries handedOut = new Deliveries();
  private long looked = System.nanoTime();

  WaitingRequests(BpfMap map) {
    this.map = map;
    record = Arena.ofAuto().allocate(map.valueSize(), Long.BYTES);
  }

  /** How many records were handed out, which the kernel's programs have not counted. */
  Deliveries handedOut() {
    return handedOut;
  }

  /** Hands out what has waited for too long, if it is time to look; returns how many records. */
  int expire(RecordHandler handler) {
    long now = System.nanoTime();
    if (now - looked < BETWEEN) {
      return 0;
    }
    looked = now;
    int[] count = {0};
    long oldest = Clocks.boot() - LONGEST_WAIT;
    map.forEach(
        key,
        record,
        () -> {
          if (record.get(ValueLayout.JAVA_LONG, Header.TIME) < oldest && map.take(key, record)) {
            handOut(handler);
            count[0]++;
          }
        });
    return count[0];
  }

  private void handOut(RecordHandler handler) {
    EventType type =
        EventType.of(Short.toUnsignedInt(record.get(ValueLayout.JAVA_SHORT, Header.TYPE)));
    int size = record.get(ValueLayout.JAVA_INT, Header.SIZE);
    if (type != null && size <= record.byteSize()) {
      handedOut.count(record, 0);
      handler.onRecord(record, 0, size, type.lane());
    }
  }
}
