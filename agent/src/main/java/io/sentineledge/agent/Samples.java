package io.sentineledge.agent;

import io.sentineledge.event.Lane;
import io.sentineledge.sensor.LiveSensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is measured rather than counted. Rings are looked at often, and the fullest moment of an
 * interval is what it tells; the rest is measured once per interval.
 */
final class Samples {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path MEMORY = Path.of("/proc/self/statm");
  private static final int PAGE = 4096;
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER_TICKS_AFTER_NAME = 11;

  private final Map<Lane, Double> fullest = new EnumMap<>(Lane.class);
  private volatile Map<Lane, Double> rings = new EnumMap<>(Lane.class);
  private volatile long memoryBytes;
  private volatile double cpuPercent;
  private long ticks;
  private long measuredNanos;

  /** Notes how full the rings are; to be called often, by one thread. */
  void look(LiveSensor sensor) {
    for (Lane lane : Lane.values()) {
      fullest.merge(lane, sensor.utilization(lane) * 100, Math::max);
    }
  }

  /** Ends an interval. */
  void measure(long now) {
    rings = new EnumMap<>(fullest);
    fullest.clear();
    try {
      memoryBytes = Long.parseLong(Files.readString(MEMORY).split(" ")[1]) * PAGE;
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long used =
          Long.parseLong(fields[USER_TICKS_AFTER_NAME])
              + Long.parseLong(fields[USER_TICKS_AFTER_NAME + 1]);
      if (measuredNanos != 0) {
        cpuPercent = (used - ticks) / TICKS_PER_SECOND / ((now - measuredNanos) / 1e9) * 100;
      }
      ticks = used;
      measuredNanos = now;
    } catch (IOException e) {
      // /proc is not mounted: the values stay 0
    }
  }

  /** Of the fullest moment of the last interval. */
  double ringPercent(Lane lane) {
    return rings.getOrDefault(lane, 0.0);
  }

  /** Resident memory. */
  long memoryBytes() {
    return memoryBytes;
  }

  /** Over the last interval; 100 is one core. */
  double cpuPercent() {
    return cpuPercent;
  }
}
