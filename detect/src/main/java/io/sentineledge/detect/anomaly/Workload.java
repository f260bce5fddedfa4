package io.sentineledge.detect.anomaly;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is known of one workload: 1.8 KB. */
final class Workload {
  private static final int RATES = Rate.values().length;

  private final String name;
  private final List<Baseline> baselines = new ArrayList<>();
  private Seen destinations = new Seen();
  private Seen executables = new Seen();
  private final long[] counts = new long[RATES];
  private long age;
  private final long[] quietUntil = new long[RATES];

  Workload(String name) {
    this.name = name;
    for (int i = 0; i < RATES; i++) {
      baselines.add(new Baseline());
    }
  }

  void count(Rate rate, long events) {
    counts[index(rate)] += events;
  }

  void destination(long fingerprint) {
    count(Rate.NEW_DESTINATIONS, destinations.add(fingerprint) ? 1 : 0);
  }

  void executable(long fingerprint) {
    count(Rate.NEW_EXECUTABLES, executables.add(fingerprint) ? 1 : 0);
  }

  /**
   * Ends an interval: learns from what is usual, tells what is not. Of that little is learned, so
   * that an attack does not become usual soon, and other work does in the end.
   */
  void end(Judgement by, Consumer<Anomaly> told) {
    age++;
    long explained = counts[index(Rate.EXEC)] * Rate.MISSES_PER_PROGRAM;
    counts[index(Rate.FAILED_OPENS)] = Math.max(0, counts[index(Rate.FAILED_OPENS)] - explained);
    for (Rate rate : Rate.values()) {
      Baseline baseline = baselines.get(index(rate));
      long count = counts[index(rate)];
      counts[index(rate)] = 0;
      long limit = baseline.limit(rate.floor(by.processors()), by.tolerance());
      if (age <= by.warmUp() || count <= limit) {
        baseline.learn(count);
      } else if (age >= quietUntil[index(rate)]) {
        told.accept(new Anomaly(name, rate, count, limit, baseline.median()));
        baseline.learn(limit);
        quietUntil[index(rate)] = age + by.pause();
      }
    }
  }

  private static int index(Rate rate) {
    return switch (rate) {
      case EXEC -> 0;
      case NEW_DESTINATIONS -> 1;
      case FAILED_OPENS -> 2;
      case PRIVILEGE_CHANGES -> 3;
      case NEW_EXECUTABLES -> 4;
    };
  }

  void write(DataOutputStream out) throws IOException {
    out.writeUTF(name);
    out.writeLong(age);
    for (Baseline baseline : baselines) {
      baseline.write(out);
    }
    destinations.write(out);
    executables.write(out);
  }

  static Workload read(DataInputStream in) throws IOException {
    Workload workload = new Workload(in.readUTF());
    workload.age = in.readLong();
    for (int i = 0; i < RATES; i++) {
      workload.baselines.set(i, Baseline.read(in));
    }
    workload.destinations = Seen.read(in);
    workload.executables = Seen.read(in);
    return workload;
  }

  String name() {
    return name;
  }
}
