package io.sentineledge.detect.anomaly;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a workload usually does of one kind. Two windows slide: over the last intervals in which it
 * did anything, for what is typical; and over the highest of each ten minutes of activity, for what
 * bursts it has (builds, nightly jobs). Idle intervals are left out: work comes in bursts, and its
 * size is not the smaller for the pauses between.
 */
final class Baseline {
  private static final int BLOCK = 60;

  /** Makes the median of distances comparable to a standard deviation. */
  private static final double CONSISTENCY = 1.4826;

  /** In logarithms of base 2, as all here: 11 %. */
  private static final double LEAST_DEVIATION = 0.15;

  private final Window typical;
  private final Window peaks;
  private int inBlock;
  private double blockPeak;

  Baseline() {
    this(new Window(), new Window());
  }

  private Baseline(Window typical, Window peaks) {
    this.typical = typical;
    this.peaks = peaks;
  }

  /**
   * The highest count that is not unusual.
   *
   * @param floor the least that it can be
   * @param tolerance 1 to 10: how far from the usual that is
   */
  long limit(long floor, int tolerance) {
    if (typical.isEmpty()) {
      return floor;
    }
    double deviation = Math.max(LEAST_DEVIATION, CONSISTENCY * typical.deviation());
    double usual = typical.median() + tolerance * deviation;
    // Bursts are usual, too; and counts that scatter widely say little about what is not
    double peak = Math.max(blockPeak, Math.max(peaks.highest(), typical.highest()));
    double limit = Math.clamp(usual, peak + tolerance / 8.0, peak + tolerance / 4.0);
    return Math.max(floor, Math.round(Math.pow(2, limit)));
  }

  /** The typical count of an interval in which there is any; 0 where none is known. */
  long median() {
    return typical.isEmpty() ? 0 : Math.round(Math.pow(2, typical.median()));
  }

  /** Learns from an interval. */
  void learn(long count) {
    if (count <= 0) {
      return;
    }
    double log = Math.log((double) count) / Math.log(2);
    typical.add(log);
    blockPeak = Math.max(blockPeak, log);
    if (++inBlock == BLOCK) {
      peaks.add(blockPeak);
      inBlock = 0;
      blockPeak = 0;
    }
  }

  void write(DataOutputStream out) throws IOException {
    typical.write(out);
    peaks.write(out);
    out.writeByte(inBlock);
    out.writeDouble(blockPeak);
  }

  static Baseline read(DataInputStream in) throws IOException {
    Baseline baseline = new Baseline(Window.read(in), Window.read(in));
    baseline.inBlock = in.readUnsignedByte() % BLOCK;
    baseline.blockPeak = Math.clamp(in.readDouble(), 0, 64);
    return baseline;
  }
}
