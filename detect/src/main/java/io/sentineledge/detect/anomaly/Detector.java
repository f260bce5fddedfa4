package io.sentineledge.detect.anomaly;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Learns what workloads usually do, and tells when one leaves it. Remembers {@value #MOST}
 * workloads, of which the one that was idle for longest is forgotten first: less than half a
 * megabyte. Knows no clock and no thread: who uses it ends the intervals.
 */
public final class Detector {
  /** How long an interval is meant to be. */
  public static final int INTERVAL_SECONDS = 10;

  private static final int MOST = 256;
  private static final int MAGIC = 0x53454231;
  private static final int CRC_BYTES = Long.BYTES;
  private static final int PAUSE_INTERVALS = 60;

  private final Judgement judgement;
  private final Map<String, Workload> workloads = new LinkedHashMap<>(MOST, 0.75f, true);

  /**
   * @param warmUp intervals of a workload before anything is told of it
   * @param tolerance 1 to 10: how far from the usual is unusual
   * @param processors of the machine: what ordinary work does of some kinds is bounded by them
   *     alone
   */
  public Detector(int warmUp, int tolerance, int processors) {
    judgement = new Judgement(warmUp, PAUSE_INTERVALS, tolerance, processors);
  }

  /** Counts events of a workload. */
  public void count(String workload, Rate rate, long events) {
    of(workload).count(rate, events);
  }

  /** Notes a connection to an address. */
  public void destination(String workload, long fingerprint) {
    of(workload).destination(fingerprint);
  }

  /** Notes the start of a program file; the start itself is counted apart. */
  public void executable(String workload, long fingerprint) {
    of(workload).executable(fingerprint);
  }

  private Workload of(String name) {
    Workload known = workloads.get(name);
    if (known == null) {
      if (workloads.size() >= MOST) {
        workloads.remove(workloads.keySet().iterator().next());
      }
      known = new Workload(name);
      workloads.put(name, known);
    }
    return known;
  }

  /** Ends an interval, for all workloads. */
  public void endInterval(Consumer<Anomaly> told) {
    workloads.values().forEach(w -> w.end(judgement, told));
  }

  /** The number of workloads that are remembered. */
  public int size() {
    return workloads.size();
  }

  /** What was learned, for {@link #restore}. */
  public byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(workloads.size());
      for (Workload workload : workloads.values()) {
        workload.write(out);
      }
      out.writeLong(crc(bytes.toByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException("memory can't be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Takes over what was learned before. Where that fails, nothing is taken over.
   *
   * @throws IOException if it is damaged or of another version
   */
  public void restore(byte[] saved) throws IOException {
    int length = saved.length - CRC_BYTES;
    if (length < 0 || ByteBuffer.wrap(saved).getLong(length) != crc(Arrays.copyOf(saved, length))) {
      throw new IOException("its checksum is wrong");
    }
    Map<String, Workload> read = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
      if (in.readInt() != MAGIC) {
        throw new IOException("it is of another version");
      }
      for (int left = in.readInt(); left > 0; left--) {
        Workload workload = Workload.read(in);
        read.put(workload.name(), workload);
      }
    }
    workloads.clear();
    workloads.putAll(read);
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
