package io.sentineledge.detect.anomaly;

/**
 * By what it is decided whether a count is told.
 *
 * @param warmUp intervals of a workload before anything is told of it
 * @param pause intervals after a rate was told in which that rate is not told again
 * @param tolerance 1 to 10: how far from the usual is unusual
 * @param processors of the machine
 */
record Judgement(int warmUp, int pause, int tolerance, int processors) {}
