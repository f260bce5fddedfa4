package io.sentineledge.agent;

import io.sentineledge.rules.explain.Explanation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event, and why a rule fires for it or not.
 *
 * @param title what tells it from the others, for people
 * @param facts the same for programs, in order
 * @param explanation null if the rule is not about such events
 * @param fired whether it is known that the rule fired: the event is told by the rule's own alert
 */
record ExplainedEvent(
    String title, Map<String, Object> facts, @Nullable Explanation explanation, boolean fired) {
  /** The map is copied. */
  ExplainedEvent {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
