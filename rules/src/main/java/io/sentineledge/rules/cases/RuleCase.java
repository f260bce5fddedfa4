package io.sentineledge.rules.cases;

import io.sentineledge.rules.Location;
import io.sentineledge.rules.scenario.EventDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One test of rules.
 *
 * @param events that happen one after the other; empty if there is a capture
 * @param capture name of a capture file, relative to the folder of the file with the test; or null
 * @param fires rules that must fire for at least one event
 * @param silent rules that must fire for none
 * @param othersSilent whether every rule that is not in {@code fires} must fire for none
 */
public record RuleCase(
    String name,
    Location location,
    List<EventDescription> events,
    @Nullable String capture,
    List<Expected> fires,
    List<Expected> silent,
    boolean othersSilent) {
  /** The lists are copied. */
  public RuleCase {
    events = List.copyOf(events);
    fires = List.copyOf(fires);
    silent = List.copyOf(silent);
  }

  /** A rule that is named by a test. */
  public record Expected(String rule, Location location) {}
}
