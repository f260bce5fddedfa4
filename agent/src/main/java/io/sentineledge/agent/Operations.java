package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.Keys;
import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.sensor.ProgramStatus;
import java.time.Duration;
import java.util.List;
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
  private static final Duration TICK = Duration.ofMillis(200);
  private static final long SECOND = 1_000_000_000;
  private static final long MISSED_CANARIES = 3;
  private static final long PATIENCE_NANOS = 10 * SECOND;

  private final Health health;
  private final Errors errors;
  private final Canary canary;
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
  private long begun;
  private long recovered;

  /**
   * @param chores further work, done about five times a second
   */
  Operations(
      Config config,
      Health health,
      Errors errors,
      Canary canary,
      Ports ports,
      ServiceManager manager,
      List<Runnable> chores) {
    this.config = config;
    this.health = health;
    this.errors = errors;
    this.canary = canary;
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
    begun = System.nanoTime();
    readerSeen = begun;
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

  private synchronized void attachAgain() {
    if (live != null) {
      live.sensor().stop();
      live.sensor().start();
      recovered++;
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

  Samples samples() {
    return samples;
  }

  /** How often the programs were attached again. */
  synchronized long recovered() {
    return recovered;
  }

  private void run() {
    manager.ready();
    ports.open();
    long canaryDue = begun;
    long measureDue = begun;
    while (!closing) {
      long now = System.nanoTime();
      if (now - canaryDue >= 0) {
        canaryDue = now + seconds(Keys.CANARY_INTERVAL);
        canary.send();
      }
      ask(
          parts -> {
            samples.look(parts.sensor());
            return true;
          },
          false);
      if (now - measureDue >= 0 || measureDue - now > seconds(Keys.METRICS_INTERVAL)) {
        measureDue = now + seconds(Keys.METRICS_INTERVAL);
        samples.measure(now);
      }
      judge(now);
      manager.alive();
      for (Runnable chore : chores) {
        chore.run();
      }
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private long seconds(io.sentineledge.agent.config.Key<Integer> key) {
    return config.get(key) * SECOND;
  }

  private void judge(long now) {
    long still = now - readerSeen;
    if (still > PATIENCE_NANOS + config.get(Keys.POLL_TIMEOUT) * 1_000_000L) {
      if (health.broken(Health.READER, "no pass for " + still / SECOND + " s")) {
        LOG.error("The reader has made no pass for {} s", still / SECOND);
      }
    } else {
      health.ok(Health.READER, "takes events");
    }
    judgeCanary();
  }

  private void judgeCanary() {
    long silence = canary.silenceNanos(begun);
    if (canary.current()) {
      health.ok(Health.CANARY, "seen after %.1f ms".formatted(canary.latencySeconds() * 1e3));
    } else if (silence > MISSED_CANARIES * seconds(Keys.CANARY_INTERVAL)) {
      String reason = "no alert of the agent's own event for " + silence / SECOND + " s";
      if (health.broken(Health.CANARY, reason)) {
        errors.count(Errors.Type.CANARY);
        LOG.error("Detection is broken: {}", reason);
        if (config.get(Keys.AUTO_RECOVERY)) {
          LOG.warn("The kernel programs are attached again");
          reattach = true;
        }
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
