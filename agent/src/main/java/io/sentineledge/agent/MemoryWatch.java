package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.state.GroupMemory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the agent's control group leaves it memory, and says so before
 * the kernel ends the agent for it. For one thread, but for {@link #limit}.
 */
final class MemoryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
  private static final long EACH_NANOS = 2_000_000_000L;
  private static final double FULL = 0.9;

  /** Less than that again: use that wavers is told of once. */
  private static final double ENOUGH = 0.85;

  private static final int MB = 1 << 20;

  private final Health health;
  private @Nullable GroupMemory group;
  private long looked;
  private boolean full;
  private volatile long limit;

  MemoryWatch(Health health) {
    this.health = health;
  }

  /** Looks if it is time to; to be called often. */
  void look() {
    long now = System.nanoTime();
    GroupMemory looksAt = group;
    if (looksAt == null) {
      looksAt = GroupMemory.ofThisProcess();
      group = looksAt;
    } else if (now - looked < EACH_NANOS) {
      return;
    }
    looked = now;
    judge(looksAt.fullest());
  }

  private void judge(Optional<GroupMemory.Use> found) {
    limit = found.map(GroupMemory.Use::limit).orElse(0L);
    if (found.isEmpty()) {
      health.ok(Health.MEMORY, "its control group has no limit");
      return;
    }
    GroupMemory.Use use = found.get();
    String reason = "%d of %d MB are in use".formatted(use.bytes() / MB, use.limit() / MB);
    full = use.share() >= (full ? ENOUGH : FULL);
    if (!full) {
      health.ok(Health.MEMORY, reason);
    } else if (health.degraded(
        Health.MEMORY, reason + " that its control group allows: raise its limit")) {
      LOG.warn(
          "Memory runs out: {} that the agent's control group allows; raise its limit", reason);
    }
  }

  /** Bytes that the fullest control group allows; 0 where none has a limit. For any thread. */
  long limit() {
    return limit;
  }
}
