package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.loss.LossAlerts;
import io.sentineledge.agent.loss.Losses;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.LiveSensor;
import java.util.function.Supplier;

/**
 * Looks once a second what the kernel has lost, and has losses told; and whether workloads can be
 * named. For one thread at a time.
 */
final class LossWatch {
  private static final long SECOND = 1_000_000_000L;
  private static final long MEMORY_NANOS = 60 * SECOND;

  private final Losses losses;
  private final LossAlerts alerts;
  private final Health health;
  private final Supplier<String> namesProblem;
  private long looked;
  private long lost;
  private long lostAt;
  private volatile Accounting accounting = Accounting.NONE;

  /**
   * @param namesProblem why workloads can't be named; empty if they can
   */
  LossWatch(Losses losses, LossAlerts alerts, Health health, Supplier<String> namesProblem) {
    this.losses = losses;
    this.alerts = alerts;
    this.health = health;
    this.namesProblem = namesProblem;
  }

  /** Looks if it is time to; to be called often. */
  void look(LiveSensor sensor) {
    long now = Clocks.boot();
    if (now - looked >= SECOND) {
      take(sensor, now);
      judgeNames();
      alerts.look(now, Clocks.wall() - now);
    }
  }

  /** What it found when it last looked. For any thread. */
  Accounting accounting() {
    return accounting;
  }

  /** Looks and tells for the last time. */
  void finish(LiveSensor sensor) {
    long now = Clocks.boot();
    take(sensor, now);
    alerts.finish(now, Clocks.wall() - now);
  }

  private void judgeNames() {
    String problem = namesProblem.get();
    if (problem.isEmpty()) {
      health.ok(Health.WORKLOADS, "are named by their cgroups");
    } else {
      health.degraded(Health.WORKLOADS, problem + ": workloads are named by numbers");
    }
  }

  private void take(LiveSensor sensor, long now) {
    Accounting found = sensor.accounting();
    accounting = found;
    long all = found.lost();
    if (all > lost) {
      losses.kernel(found, sensor.losses(), looked == 0 ? now : looked, now);
      lost = all;
      lostAt = now;
    }
    looked = now;
    if (lost > 0 && now - lostAt < MEMORY_NANOS) {
      health.degraded(Health.EVENTS, "events were lost in the last minute, in all " + lost);
    } else {
      health.ok(Health.EVENTS, lost == 0 ? "none was lost" : lost + " were lost, none in a minute");
    }
  }
}
