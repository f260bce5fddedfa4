package io.sentineledge.agent;

import io.sentineledge.detect.Alert;
import io.sentineledge.detect.EventIdentity;
import io.sentineledge.detect.OwnRule;
import io.sentineledge.event.EventType;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.kernel.OwnNumber;
import io.sentineledge.output.Times;
import io.sentineledge.rules.Priority;
import io.sentineledge.sensor.GuardMap;
import io.sentineledge.sensor.GuardMap.Entry;
import io.sentineledge.state.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who killed or halted the agent, and for how long nobody watched: of an earlier agent at the
 * start, of this one when it runs again, also where the kernel did not tell who it was. An agent
 * that ends by itself leaves nothing behind. Used by the reader's thread.
 */
final class Guard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  /** What the alerts are of. */
  static final OwnRule RULE =
      new OwnRule(
          "Agent killed or stopped",
          Priority.EMERGENCY,
          List.of("host", "mitre_defense_evasion", "T1562.001"));

  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;
  private static final int SIGSTOP = 19;

  /** SE_FROZEN of event.h. */
  private static final int FROZEN = 1000;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          2,
          "SIGINT",
          9,
          "SIGKILL",
          15,
          "SIGTERM",
          SIGSTOP,
          "SIGSTOP",
          FROZEN,
          "the freezer of its control group");

  /**
   * When nobody watched.
   *
   * @param from ns of the boot clock
   * @param to ns of the boot clock
   * @param boot what to add for times since 1970, ns
   */
  private record Blind(long from, long to, long boot) {
    @Override
    public String toString() {
      return "blind from %s to %s".formatted(Times.rfc3339(from + boot), Times.rfc3339(to + boot));
    }
  }

  private final GuardMap map;
  private final Halts halts;
  private final String hostname;
  private final Consumer<Alert> alerts;
  private boolean own;
  private long looked;
  private long told;

  Guard(GuardMap map, Halts halts, String hostname, Consumer<Alert> alerts) {
    this.map = map;
    this.halts = halts;
    this.hostname = hostname;
    this.alerts = alerts;
  }

  /** Tells of an earlier agent, and begins the record of this one. */
  Guard begin() {
    Entry before = map.read();
    if (before.begin() != 0 && before.end() == 0 && isAlive(before)) {
      LOG.info("Another agent runs, pid {}: it has the record of who kills it", before.pid());
      return this;
    }
    long now = Clocks.boot();
    if (before.begin() != 0) {
      long from = before.end() != 0 ? before.end() : before.signalTime();
      tell(before, before.signal() == 0 ? "ended" : "killed", from == 0 ? now : from, now);
    }
    map.write(now);
    own = true;
    return this;
  }

  /** Whether the pid is still that agent's: its process is not younger than the record. */
  private static boolean isAlive(Entry entry) {
    Instant begin = Instant.ofEpochMilli((entry.begin() + Clocks.wall() - Clocks.boot()) / MILLI);
    return ProcessHandle.of(entry.pid())
        .flatMap(process -> process.info().startInstant())
        .filter(start -> start.isBefore(begin))
        .isPresent();
  }

  /** Looks, once a second, whether this agent was halted and goes on. */
  void look() {
    long now = Clocks.boot();
    if (now - looked < SECOND) {
      return;
    }
    if (own) {
      lookAtRecord(now);
    }
    looked = now;
    Halts.Halt halt = halts.take();
    if (halt != null && (told < halt.from() || told > halt.to())) {
      tell(halt);
    }
  }

  private void lookAtRecord(long now) {
    if (looked == 0) {
      map.group(OwnProcess.controlGroup());
    }
    Entry entry = map.read();
    boolean halted = entry.signal() == SIGSTOP || entry.signal() == FROZEN;
    if (halted && entry.signalTime() != told) {
      told = entry.signalTime();
      tell(entry, entry.signal() == FROZEN ? "frozen" : "stopped", entry.signalTime(), now);
    }
  }

  private void tell(Entry entry, String what, long from, long to) {
    Blind blind = new Blind(from, to, Clocks.wall() - Clocks.boot());
    boolean signalled = entry.signal() != 0;
    String signal = SIGNALS.getOrDefault(entry.signal(), "no signal");
    String output =
        "agent %s by %s (pid=%d uid=%d) with %s, %s (agent_pid=%d status=%d)"
            .formatted(
                what,
                signalled ? entry.sender() : "itself",
                signalled ? entry.senderPid() : entry.pid(),
                entry.senderUid(),
                signal,
                blind,
                entry.pid(),
                entry.status());
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("agent.status", entry.end() == 0 ? null : (long) entry.status());
    more.put("signal", signalled ? signal : null);
    more.put("proc.name", signalled ? entry.sender() : null);
    more.put("proc.pid", signalled ? (long) entry.senderPid() : null);
    more.put("user.uid", signalled ? (long) entry.senderUid() : null);
    tell(output, blind, entry.pid(), entry.begin(), more);
  }

  /** A halt of which the kernel programs know nothing. */
  private void tell(Halts.Halt halt) {
    Blind blind = new Blind(halt.from(), halt.to(), Clocks.wall() - Clocks.boot());
    int pid = OwnNumber.get();
    String output =
        "agent halted, %s, by what no kernel program tells (agent_pid=%d)".formatted(blind, pid);
    tell(output, blind, pid, 0, Map.of());
  }

  private void tell(
      String output, Blind blind, int pid, long begin, Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("agent.pid", (long) pid);
    fields.put("agent.blind_from", blind.from() + blind.boot());
    fields.put("agent.blind_to", blind.to() + blind.boot());
    fields.putAll(more);
    alerts.accept(
        RULE.alert(
            hostname,
            output,
            fields,
            new EventIdentity(EventType.PROCEXIT, 0, blind.from(), pid, begin, 0, 0),
            blind.from() + blind.boot()));
  }

  /** The agent ends by itself: nothing is to be told of it. */
  @Override
  public void close() {
    if (own) {
      try {
        Files.deleteIfExists(GuardMap.PIN);
      } catch (IOException e) {
        LOG.debug("{} could not be removed: {}", GuardMap.PIN, e.getMessage());
      }
    }
  }
}
