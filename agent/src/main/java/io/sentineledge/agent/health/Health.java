package io.sentineledge.agent.health;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The state of each part of the agent, with the reason. Those that every agent has exist from the
 * start. For any thread.
 */
public final class Health {
  /** The kernel programs. */
  public static final String PROGRAMS = "programs";

  /** The thread that takes events from the kernel. */
  public static final String READER = "reader";

  /** The rules. */
  public static final String RULES = "rules";

  /** The agent's own event, which must raise an alert. */
  public static final String CANARY = "canary";

  /** Whether events were lost. */
  public static final String EVENTS = "events";

  /** Whether workloads can be named. */
  public static final String WORKLOADS = "workloads";

  /** Whether file systems answer when they are asked about names. */
  public static final String LOOKUPS = "lookups";

  /** Whether standard output takes alerts. */
  public static final String STDOUT = "stdout";

  /** What the agent's control group leaves it. */
  public static final String MEMORY = "memory";

  private static final List<String> DETECTION = List.of(PROGRAMS, READER, RULES, CANARY);
  private static final List<String> OTHERS = List.of(EVENTS, WORKLOADS, LOOKUPS, MEMORY, STDOUT);

  /** How a part is, from good to bad. */
  public enum State {
    OK,
    /** Works, but something is missing. */
    DEGRADED,
    /** Not known yet. */
    STARTING,
    /** Does not work; detection is broken. */
    BROKEN
  }

  /** A part's state. */
  public record Component(State state, String reason) {}

  private final Map<String, Component> components = new TreeMap<>();
  private final Map<String, Long> recoveries = new TreeMap<>();

  public Health() {
    Stream.of(DETECTION, OTHERS)
        .flatMap(List::stream)
        .forEach(name -> set(name, State.STARTING, "not known yet"));
  }

  /** Notes how a part is; whether that is news. */
  public synchronized boolean set(String component, State state, String reason) {
    Component before = components.put(component, new Component(state, reason));
    boolean failed =
        before != null && (before.state() == State.DEGRADED || before.state() == State.BROKEN);
    recoveries.merge(component, failed && state == State.OK ? 1L : 0L, Long::sum);
    return before == null || before.state() != state;
  }

  /** Forgets a part that is no more. */
  public synchronized void remove(String component) {
    components.remove(component);
    recoveries.remove(component);
  }

  public void ok(String component, String reason) {
    set(component, State.OK, reason);
  }

  public boolean degraded(String component, String reason) {
    return set(component, State.DEGRADED, reason);
  }

  public boolean broken(String component, String reason) {
    return set(component, State.BROKEN, reason);
  }

  /** All parts by name: a copy. */
  public synchronized Map<String, Component> components() {
    return new TreeMap<>(components);
  }

  /** How often each part was degraded or broken and then worked again: a copy. */
  public synchronized Map<String, Long> recoveries() {
    return new TreeMap<>(recoveries);
  }

  /** The worst state of any part. */
  public State overall() {
    return components().values().stream()
        .map(Component::state)
        .max(State::compareTo)
        .orElse(State.STARTING);
  }

  /** Whether no part that detection rests on is known to be broken. */
  public boolean detects() {
    return components().entrySet().stream()
        .filter(e -> DETECTION.contains(e.getKey()))
        .noneMatch(e -> e.getValue().state() == State.BROKEN);
  }

  /** Whether everything that detection rests on has been seen to work. */
  public boolean ready() {
    return components().entrySet().stream()
        .filter(e -> DETECTION.contains(e.getKey()))
        .map(e -> e.getValue().state())
        .allMatch(state -> state == State.OK || state == State.DEGRADED);
  }
}
