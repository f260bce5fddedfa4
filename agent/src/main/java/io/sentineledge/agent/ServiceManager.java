package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.output.LocalSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the agent is, as sd_notify(3) says, where systemd has asked for it: that it is
 * ready, reads its configuration again, ends; and, again and again, that it detects. For one thread
 * at a time.
 */
final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final String READY = "READY=1\n";

  private final @Nullable String socket;
  private final long intervalNanos;
  private final Health health;
  private long told;
  private boolean failed;

  /**
   * @param environment {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID} in it
   * @param health of the parts that detection rests on
   */
  ServiceManager(Map<String, String> environment, Health health) {
    socket = environment.get("NOTIFY_SOCKET");
    intervalNanos = watchdog(environment);
    this.health = health;
  }

  /** Half of what the manager waits, ns; 0 if it does not wait for this process. */
  private static long watchdog(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String own = Long.toString(ProcessHandle.current().pid());
    boolean meant = environment.getOrDefault("WATCHDOG_PID", own).equals(own);
    return meant && micros.matches("[0-9]{1,15}")
        ? TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) / 2
        : 0;
  }

  /** Events are captured and rules are live. */
  void ready() {
    tell(READY + "STATUS=Watching this machine\n");
  }

  /** Configuration and rules are read again; {@link #ready} follows. */
  void reloading() {
    // HotSpot's nanoTime is CLOCK_MONOTONIC itself, which the manager compares it with
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    tell("RELOADING=1\nMONOTONIC_USEC=" + micros + "\nSTATUS=Reading configuration and rules\n");
  }

  void stopping() {
    tell("STOPPING=1\nSTATUS=Handing over what waits\n");
  }

  /**
   * To be called often: when it is time, tells that the agent is alive, which it is if no part that
   * detection rests on is broken. The manager restarts one that stays silent.
   */
  void alive() {
    long now = System.nanoTime();
    if (intervalNanos > 0 && (told == 0 || now - told >= intervalNanos) && health.detects()) {
      told = now;
      tell("WATCHDOG=1\n");
    }
  }

  private void tell(String message) {
    if (socket == null || socket.isEmpty()) {
      return;
    }
    try (LocalSocket to = new LocalSocket(socket)) {
      to.send(message.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("The service manager can't be told how the agent is: {}", e.toString());
      }
      failed = true;
    }
  }
}
