package io.sentineledge.sensor;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Toll;
import io.sentineledge.event.RecordLayout.Victim;
import io.sentineledge.kernel.BpfMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code se_losses}: a {@link Toll} for each {@link Victim}. */
final class LossMap {
  private final BpfMap map;

  LossMap(BpfMap map) {
    this.map = map;
  }

  List<WorkloadLoss> read() {
    List<WorkloadLoss> losses = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(Victim.BYTES, 8);
      MemorySegment value = arena.allocate(Toll.BYTES, 8);
      map.forEach(
          key,
          value,
          () -> {
            WorkloadLoss loss = loss(key, value);
            if (loss != null) {
              losses.add(loss);
            }
          });
    }
    return losses;
  }

  private static @Nullable WorkloadLoss loss(MemorySegment key, MemorySegment value) {
    EventType type = EventType.of(key.get(ValueLayout.JAVA_INT, Victim.TYPE));
    int reason = key.get(ValueLayout.JAVA_INT, Victim.REASON);
    return type == null
        ? null
        : new WorkloadLoss(
            key.get(ValueLayout.JAVA_LONG, Victim.WORKLOAD),
            type,
            Loss.of(reason),
            value.get(ValueLayout.JAVA_LONG, Toll.EVENTS),
            value.get(ValueLayout.JAVA_LONG, Toll.FIRST),
            value.get(ValueLayout.JAVA_LONG, Toll.LAST));
  }
}
