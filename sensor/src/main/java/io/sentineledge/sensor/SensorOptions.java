package io.sentineledge.sensor;

/**
 * How the live sensor is set up.
 *
 * @param ringBytes bytes of each lane's ring buffer, at least 4096; rounded up to what the kernel
 *     takes, a power of two
 * @param batchSize records handed out per lane and pass, at least 1
 * @param maxSleepMillis the longest sleep of an idle reader, at least 1
 * @param pollMicros how long the reader keeps looking after critical records came before it naps;
 *     0: not at all
 * @param environment whether exec records carry the environment
 * @param maxArgumentBytes the longest argument list that is carried, at most 8192
 * @param bulkPerSecond records of the bulk lane that are sent in a second, shared fairly between
 *     workloads; 0: no limit
 * @param backPressure whether workloads are held to their shares of the bulk lane's ring while it
 *     is more than half full
 * @param countFailedOpens whether opens that fail are counted for each workload, whatever is
 *     selected; every open then costs a little more
 */
public record SensorOptions(
    int ringBytes,
    int batchSize,
    int maxSleepMillis,
    int pollMicros,
    boolean environment,
    int maxArgumentBytes,
    int bulkPerSecond,
    boolean backPressure,
    boolean countFailedOpens) {
  /** What an agent without configuration uses. */
  public static final SensorOptions DEFAULT =
      new SensorOptions(1 << 20, 100, 100, 0, false, 8192, 0, true, false);

  private static final int MIN_RING_BYTES = 4096;
  private static final int MAX_RING_BYTES = 1 << 30;
  private static final int MAX_ARGUMENT_BYTES = 8192;

  /** {@code SE_WINDOW_SHIFT} of {@code bpf/include/limit.h}. */
  private static final int WINDOW_SHIFT = 27;

  private static final long SECOND_NANOS = 1_000_000_000;

  /**
   * @throws IllegalArgumentException where a value is out of its range
   */
  public SensorOptions {
    check("ringBytes", ringBytes, MIN_RING_BYTES, MAX_RING_BYTES);
    check("batchSize", batchSize, 1, Integer.MAX_VALUE);
    check("maxSleepMillis", maxSleepMillis, 1, Integer.MAX_VALUE);
    check("pollMicros", pollMicros, 0, Integer.MAX_VALUE);
    check("maxArgumentBytes", maxArgumentBytes, 0, MAX_ARGUMENT_BYTES);
    check("bulkPerSecond", bulkPerSecond, 0, Integer.MAX_VALUE);
    ringBytes = Math.max(MIN_RING_BYTES, Integer.highestOneBit(ringBytes - 1) << 1);
  }

  /** Records of the bulk lane in one window of the limit; 0: no limit. */
  long bulkBudget() {
    long budget = ((long) bulkPerSecond << WINDOW_SHIFT) / SECOND_NANOS;
    return bulkPerSecond == 0 ? 0 : Math.max(1, budget);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be between " + min + " and " + max + ", " + name + "=" + value);
    }
  }

  /** The same with another size of the rings. */
  public SensorOptions withRingBytes(int bytes) {
    return with(bytes, maxSleepMillis, bulkPerSecond, backPressure, countFailedOpens);
  }

  /** The same with another longest sleep. */
  public SensorOptions withMaxSleepMillis(int millis) {
    return with(ringBytes, millis, bulkPerSecond, backPressure, countFailedOpens);
  }

  /** The same with another limit of the bulk lane. */
  public SensorOptions withBulkPerSecond(int records) {
    return with(ringBytes, maxSleepMillis, records, backPressure, countFailedOpens);
  }

  /** The same with or without back-pressure. */
  public SensorOptions withBackPressure(boolean on) {
    return with(ringBytes, maxSleepMillis, bulkPerSecond, on, countFailedOpens);
  }

  /** The same with or without counts of opens that fail. */
  public SensorOptions withFailedOpens(boolean counted) {
    return with(ringBytes, maxSleepMillis, bulkPerSecond, backPressure, counted);
  }

  private SensorOptions with(
      int bytes, int sleepMillis, int perSecond, boolean pressure, boolean failedOpens) {
    return new SensorOptions(
        bytes,
        batchSize,
        sleepMillis,
        pollMicros,
        environment,
        maxArgumentBytes,
        perSecond,
        pressure,
        failedOpens);
  }
}
