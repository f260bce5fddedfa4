package io.sentineledge.agent;

import io.sentineledge.detect.Alert;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.WorkingDirectory;
import io.sentineledge.rules.Namespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event that the agent makes itself and whose alert it waits for: the proof that kernel
 * programs, ring buffer, reader, state and rules all work. The event is a {@code chdir} to a name
 * that /proc can't hold, so that it fails and changes nothing; the name is secret, so that no other
 * process can make the alert.
 */
final class Canary {
  /** The name of its rule. */
  static final String RULE = "SentinelEdge canary";

  private static final int SECRET_BYTES = 8;

  private final String prefix;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong seen = new AtomicLong();
  private volatile long sentBoot;
  private volatile long answeredBoot;
  private volatile long lastSeenNanos;
  private volatile long latencyNanos;

  Canary() {
    prefix = "/proc/self/sentineledge-canary-" + HexFormat.of().formatHex(secret()) + "-";
  }

  /** From the kernel: SecureRandom would load the providers of cryptography at each start. */
  private static byte[] secret() {
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      return random.readNBytes(SECRET_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException("/dev/urandom can't be read", e);
    }
  }

  /** The rule, as the text of a file. */
  String rule() {
    return """
    - rule: %s
      desc: The agent's own event, which proves that detection works
      condition: evt.type = chdir and evt.arg.path startswith %s
      output: detection works
      priority: DEBUG
      tags: [canary]
    """
        .formatted(RULE, prefix);
  }

  /** Makes the event. For one thread. */
  void send() {
    long number = sent.get() + 1;
    sentBoot = Clocks.boot();
    WorkingDirectory.change(prefix + number);
    sent.set(number);
  }

  /** Whether an alert is the one of the event; if so, it is noted. For the reader's thread. */
  boolean take(Alert alert) {
    if (!alert.rule().equals(RULE) || alert.namespace() != Namespace.USER) {
      return false;
    }
    lastSeenNanos = System.nanoTime();
    answeredBoot = alert.event().time();
    latencyNanos = Clocks.boot() - answeredBoot;
    seen.incrementAndGet();
    return true;
  }

  long sent() {
    return sent.get();
  }

  long seen() {
    return seen.get();
  }

  /** Whether the alert of the last event came. */
  boolean current() {
    return sent.get() > 0 && answeredBoot >= sentBoot;
  }

  /**
   * Since the last alert; ns.
   *
   * @param since what was before is not looked at, by {@link System#nanoTime}
   */
  long silenceNanos(long since) {
    long now = System.nanoTime();
    return seen.get() == 0 ? now - since : Math.min(now - since, now - lastSeenNanos);
  }

  /** From the last event to its alert, s; 0 before there was one. */
  double latencySeconds() {
    return seen.get() == 0 ? 0 : latencyNanos / 1e9;
  }
}
