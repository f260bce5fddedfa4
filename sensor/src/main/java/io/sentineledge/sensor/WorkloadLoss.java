package io.sentineledge.sensor;

import io.sentineledge.event.EventType;

/**
 * What was lost of one workload's events of one type for one reason, since the programs were
 * loaded.
 *
 * @param workload id of its cgroup
 * @param first time of the first of them, ns of the boot clock; likewise of the last
 */
public record WorkloadLoss(
    long workload, EventType type, Loss reason, long events, long first, long last) {}
