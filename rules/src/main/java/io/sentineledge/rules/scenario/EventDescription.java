package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is described: fields of the condition language and their values.
 *
 * <pre>
 * evt.type: openat
 * fd.name: /etc/shadow
 * proc.exepath: /usr/bin/cat
 * ancestors:
 *   - proc.exepath: /usr/bin/bash
 *   - proc.exepath: /usr/sbin/sshd
 * </pre>
 *
 * <p>Immutable. What is not said is absent from the event.
 */
public final class EventDescription {
  private static final String PID = "proc.pid";
  private static final int DEFAULT_PID = 1000;

  /** One field and its value. */
  record Assignment(String name, String argument, Setter setter, int depth, Value value) {}

  private final EventType type;
  private final List<Assignment> assignments;
  private final Location location;

  EventDescription(EventType type, List<Assignment> assignments, Location location) {
    this.type = type;
    this.assignments = List.copyOf(assignments);
    this.location = location;
  }

  /**
   * Reads a description; null, and errors reported, if it is wrong.
   *
   * @param node a mapping of fields to values
   */
  public static @Nullable EventDescription read(YamlNode node, Diagnostics diagnostics) {
    return new DescriptionReader(diagnostics, null, false).read(node);
  }

  /**
   * Reads what a line of JSON tells of an event, as far as an event can be made of it: fields that
   * have no value or cannot be set are left out.
   *
   * @param type of the event, which the line may not tell
   * @return null if the values contradict each other
   */
  public static @Nullable EventDescription lenient(Mapping fields, EventType type) {
    return new DescriptionReader(new Diagnostics(), type, true).read(fields);
  }

  /** The type of the event. */
  public EventType type() {
    return type;
  }

  Location location() {
    return location;
  }

  /** The fields that it sets, with their arguments in brackets. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    for (Assignment each : assignments) {
      fields.add(each.argument.isEmpty() ? each.name : each.name + "[" + each.argument + "]");
    }
    return fields;
  }

  /** Process id of the process that causes the event. */
  int pid() {
    for (Assignment assignment : assignments) {
      if (assignment.name.equals(PID) && assignment.depth == 0) {
        return Integer.parseInt(assignment.value.text());
      }
    }
    return DEFAULT_PID;
  }

  /** Adds what is said to facts that are known already. */
  void addTo(EventFacts facts) throws BadValue {
    for (boolean late : new boolean[] {false, true}) {
      for (Assignment each : assignments) {
        if (Setters.isLate(each.name) == late) {
          apply(each, facts);
        }
      }
    }
    facts.finish();
  }

  /** Adds what one field says. */
  static void apply(Assignment each, EventFacts facts) throws BadValue {
    if (each.depth == 0) {
      each.setter.set(facts, each.argument, each.value);
      return;
    }
    EventFacts ancestor = new EventFacts(facts.type, facts.accounts);
    ancestor.lineage.set(0, facts.ancestor(each.depth));
    each.setter.set(ancestor, each.argument, each.value);
  }
}
