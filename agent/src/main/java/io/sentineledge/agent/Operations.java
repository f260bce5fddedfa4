package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.EbpfKeys;
import io.sentineledge.agent.config.MonitoringKeys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.sensor.ProgramStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the agent while it watches the machine, on a thread of its own: makes canary events,
 * looks after the reader, measures, keeps the ports open. Begins once the agent is ready, so that
 * it costs the start nothing.
 */
final class Operations implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final String COMPONENT = "operations";
  private static final Duration TICK = Duration.ofMillis(200);
  private static final long SECOND = 1_000_000_000;

  /** How long the alert of an event may take; until then events are made each second. */
  private static final long CANARY_PATIENCE_NANOS = 3 * SECOND;

  private static final long READER_PATIENCE_NANOS = 5 * SECOND;

  /** Between two tries to mend the same. */
  private static final long TRY_AGAIN_NANOS = 10 * SECOND;

  /** So long between two looks, and the whole agent was halted. */
  private static final long HALTED_NANOS = 2 * SECOND;

  private final Health health;
  private final Errors errors;
  private final Canary canary;
  private final Halts halts;
  private final Samples samples = new Samples();
  private final Ports ports;
  private final ServiceManager manager;
  private final List<Runnable> chores;
  private volatile Config config;
  private @Nullable Live live;
  private @Nullable Thread thread;
  private volatile boolean closing;
  private volatile long readerSeen;
  private volatile boolean reattach;
  private volatile @Nullable Thread reader;
  private long watchedSince;
  private long mendedAt;
  private long reattached;
  private long canaryDue;
  private long measureDue;

  /**
   * @param chores further work, done about five times a second
   */
  Operations(
      Config config,
      Health health,
      Errors errors,
      Canary canary,
      Halts halts,
      Ports ports,
      ServiceManager manager,
      List<Runnable> chores) {
    this.config = config;
    this.health = health;
    this.errors = errors;
    this.canary = canary;
    this.halts = halts;
    this.ports = ports;
    this.manager = manager;
    this.chores = List.copyOf(chores);
  }

  /** Begins; to be called by the reader's thread once programs are attached. */
  void begin(Live parts) {
    synchronized (this) {
      live = parts;
    }
    List<String> refused =
        parts.sensor().programs().stream()
            .filter(p -> p.state() == ProgramStatus.State.REFUSED)
            .map(ProgramStatus::name)
            .toList();
    if (refused.isEmpty()) {
      health.ok(Health.PROGRAMS, parts.sensor().attachedPrograms() + " programs attached");
    } else {
      health.degraded(Health.PROGRAMS, "the kernel refused " + String.join(", ", refused));
    }
    reader = Thread.currentThread();
    watchedSince = System.nanoTime();
    mendedAt = watchedSince - TRY_AGAIN_NANOS;
    readerSeen = watchedSince;
    Thread started = new Thread(this::run, "se-ops");
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  /** To be called by the reader's thread on each of its passes that finds nothing, or often. */
  void alive() {
    readerSeen = System.nanoTime();
    if (reattach) {
      reattach = false;
      attachAgain();
    }
  }

  /** A pass of the reader has failed, and it goes on. To be called by its thread. */
  void readerFailed(Throwable failure) {
    errors.count(Errors.Type.INTERNAL);
    health.degraded(Health.READER, "a pass failed: " + failure);
    LOG.error("Internal error; the reader goes on with the next pass", failure);
  }

  private synchronized void attachAgain() {
    if (live != null) {
      live.sensor().stop();
      live.sensor().start();
      reattached++;
    }
  }

  /** Another configuration is in force. */
  void config(Config now) {
    config = now;
  }

  /** Asks the parts that watch, while they do; otherwise gives what stands for nothing. */
  synchronized <T> T ask(Function<Live, T> question, T otherwise) {
    return live == null ? otherwise : question.apply(live);
  }

  /** Has the parts that watch used, while they do. */
  synchronized void withLive(Consumer<Live> use) {
    if (live != null) {
      use.accept(live);
    }
  }

  Samples samples() {
    return samples;
  }

  /** How often the programs were attached again. */
  synchronized long reattached() {
    return reattached;
  }

  private void run() {
    manager.ready();
    ports.open();
    long looked = watchedSince;
    canaryDue = watchedSince;
    measureDue = watchedSince;
    while (!closing) {
      long now = System.nanoTime();
      if (now - looked > HALTED_NANOS) {
        watchedSince = now;
        readerSeen = now;
      }
      looked = now;
      try {
        look(now);
        health.ok(COMPONENT, "looks after the other parts");
      } catch (RuntimeException e) {
        // Whoever looks after the others must not die of one of them
        errors.count(Errors.Type.INTERNAL);
        if (health.degraded(COMPONENT, "an internal error: " + e)) {
          LOG.error("Internal error; the agent goes on", e);
        }
      }
      try {
        halts.sleep(TICK);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look(long now) {
    if (now - canaryDue >= 0) {
      canaryDue =
          now
              + (canary.sent() == 0 || canary.current()
                  ? seconds(MonitoringKeys.CANARY_INTERVAL)
                  : SECOND);
      canary.send();
    }
    withLive(parts -> samples.look(parts.sensor()));
    if (now - measureDue >= 0 || measureDue - now > seconds(MonitoringKeys.METRICS_INTERVAL)) {
      measureDue = now + seconds(MonitoringKeys.METRICS_INTERVAL);
      samples.measure(now);
    }
    judge(now);
    manager.alive();
    chores.forEach(Runnable::run);
  }

  private long seconds(io.sentineledge.agent.config.Key<Integer> key) {
    return config.get(key) * SECOND;
  }

  private void judge(long now) {
    long still = now - readerSeen;
    if (still > READER_PATIENCE_NANOS + config.get(EbpfKeys.POLL_TIMEOUT) * 1_000_000L) {
      if (health.broken(Health.READER, "no pass for " + still / SECOND + " s")) {
        LOG.error("The reader has made no pass for {} s; it is{}", still / SECOND, where(reader));
      }
    } else {
      health.ok(Health.READER, "takes events");
    }
    judgeCanary(now);
    withLive(parts -> judgeLookups(parts.lookups().overdue()));
  }

  private void judgeLookups(int overdue) {
    if (overdue == 0) {
      health.ok(Health.LOOKUPS, "file systems answer");
    } else {
      health.degraded(
          Health.LOOKUPS, overdue + " questions about names are not answered by file systems");
    }
  }

  private static String where(@Nullable Thread thread) {
    StringBuilder text = new StringBuilder();
    if (thread != null) {
      for (StackTraceElement call : thread.getStackTrace()) {
        text.append("\n    at ").append(call);
      }
    }
    return text.toString();
  }

  private void judgeCanary(long now) {
    long silence = canary.silenceNanos(watchedSince);
    if (canary.current()) {
      health.ok(Health.CANARY, "seen after %.1f ms".formatted(canary.latencySeconds() * 1e3));
    } else if (silence > seconds(MonitoringKeys.CANARY_INTERVAL) + CANARY_PATIENCE_NANOS) {
      String reason = "no alert of the agent's own event for " + silence / SECOND + " s";
      if (health.broken(Health.CANARY, reason)) {
        errors.count(Errors.Type.CANARY);
        LOG.error("Detection is broken: {}", reason);
      }
      if (config.get(EbpfKeys.AUTO_RECOVERY) && now - mendedAt >= TRY_AGAIN_NANOS) {
        mendedAt = now;
        LOG.warn("The kernel programs are attached again");
        reattach = true;
      }
    }
  }

  /** Ends before the parts that watch are closed. */
  @Override
  public void close() {
    closing = true;
    synchronized (this) {
      live = null;
    }
    if (thread != null) {
      thread.interrupt();
    }
    ports.close();
  }
}
