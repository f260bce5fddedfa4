package io.sentineledge.output;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** What an output did not get, by reason. For any thread. */
final class Drops {
  private final Map<Output.Drop, AtomicLong> counts = new EnumMap<>(Output.Drop.class);

  Drops() {
    for (Output.Drop reason : Output.Drop.values()) {
      counts.put(reason, new AtomicLong());
    }
  }

  void count(Output.Drop reason, long alerts) {
    counter(reason).addAndGet(alerts);
  }

  long get(Output.Drop reason) {
    return counter(reason).get();
  }

  private AtomicLong counter(Output.Drop reason) {
    return Objects.requireNonNull(counts.get(reason));
  }
}
