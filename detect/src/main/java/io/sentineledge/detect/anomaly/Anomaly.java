package io.sentineledge.detect.anomaly;

/**
 * A workload has left what it was seen to do.
 *
 * @param workload its name
 * @param count in the interval
 * @param limit upper end of the range that was learned; the lower one is 0
 * @param median of intervals in which it did any; 0: it never did
 */
public record Anomaly(String workload, Rate rate, long count, long limit, long median) {}
