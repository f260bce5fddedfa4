package io.sentineledge.detect;

import io.sentineledge.event.EventType;

/**
 * The event that an alert is about.
 *
 * @param number counts the events since the start, from 1: {@code evt.num}
 * @param time ns of the boot clock
 * @param start of the process, ns of the boot clock
 * @param generation execs so far in the process's line of descent
 * @param workload id of its cgroup; 0: none
 */
public record EventIdentity(
    EventType type, long number, long time, int pid, long start, int generation, long workload) {
  /** What stands for the event where the agent tells of no single one: of no process. */
  public static EventIdentity ofAgent(EventType type, long time) {
    return new EventIdentity(type, 0, time, 0, 0, 0, 0);
  }
}
