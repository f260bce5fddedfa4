package io.sentineledge.agent.config;

import io.sentineledge.state.ProcessLimits;
import java.util.List;

/** Keys of {@code [core]}: what concerns the agent as a whole. */
public final class CoreKeys {
  public static final Key<Boolean> METRICS_ENABLED =
      Key.of(
          "core.metrics_enabled",
          ValueType.BOOLEAN,
          true,
          "Whether metrics are offered, at `/metrics` of both ports.");

  public static final Key<Boolean> HEALTH_CHECK_ENABLED =
      Key.of(
          "core.health_check_enabled",
          ValueType.BOOLEAN,
          true,
          "Whether the port with `/health`, `/ready` and `/version` is opened.");

  public static final Key<String> STATE_DIR =
      Key.of(
          "core.state_dir",
          ValueType.STRING,
          "/var/lib/sentineledge",
          "Where the agent keeps what survives a restart: alerts that an output has not taken"
              + " yet, what it learned of usual rates, and of the kernel's types those that"
              + " shorten its next start.");

  public static final Key<Integer> MAX_PROCESSES =
      Key.of(
          "core.max_processes",
          ValueType.integer(64, 1 << 22),
          ProcessLimits.DEFAULT.images(),
          "Programs, of running and of ended processes, that the agent remembers; about half a"
              + " KB each. Where there are more, ended ones are forgotten first, then those that"
              + " did nothing for longest, and each is counted as lost (`state_evicted`).");

  public static final Key<Integer> STDOUT_FOLD =
      Key.of(
          "core.stdout_fold_sec",
          ValueType.integer(0, Keys.DAY_SECONDS),
          0,
          "Seconds in which repeats become one on standard output, as `fold_sec` does for"
              + " other outputs. 0: all are written.");

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL =
      List.of(METRICS_ENABLED, HEALTH_CHECK_ENABLED, STATE_DIR, MAX_PROCESSES, STDOUT_FOLD);

  private CoreKeys() {}
}
