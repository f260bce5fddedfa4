package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.kernel.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * Reads {@code se_counters}: a {@code struct se_counter} for each event type and cpu.
 *
 * <pre>
 * 0: u64 produced   8: u64 submitted   16: u64 filtered   24: u64 lost, one for each {@link Loss}
 * </pre>
 */
final class KernelCounters {
  static final int PRODUCED = 0;
  static final int FILTERED = 16;
  static final int LOST = 24;
  static final int BYTES = LOST + 8 * Loss.values().length;

  private final BpfMap map;

  KernelCounters(BpfMap map) {
    this.map = map;
  }

  /**
   * The deliveries are taken first: what is delivered was counted by the kernel before, so the
   * difference is never negative.
   *
   * @param deliveries records that the programs have sent
   * @param others records that came from elsewhere than the rings, and are counted by nobody else
   */
  Accounting accounting(Deliveries deliveries, Deliveries others, Map<String, Long> missedRuns) {
    long[] delivered = deliveries.byType();
    long[] produced = others.byType();
    for (int type = 0; type < EventType.COUNT; type++) {
      delivered[type] += produced[type];
    }
    long[] filtered = new long[EventType.COUNT];
    long[][] lost = new long[Loss.values().length][EventType.COUNT];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment values = map.allocatePerCpuValue(arena);
      for (int type = 0; type < EventType.COUNT; type++) {
        key.set(ValueLayout.JAVA_INT, 0, type);
        map.lookup(key, values);
        for (long cpu = 0; cpu < values.byteSize(); cpu += map.perCpuStride()) {
          produced[type] += values.get(ValueLayout.JAVA_LONG, cpu + PRODUCED);
          filtered[type] += values.get(ValueLayout.JAVA_LONG, cpu + FILTERED);
          for (int reason = 0; reason < lost.length; reason++) {
            lost[reason][type] += values.get(ValueLayout.JAVA_LONG, cpu + LOST + 8L * reason);
          }
        }
      }
    }
    return new Accounting(produced, filtered, lost, delivered, missedRuns);
  }
}
