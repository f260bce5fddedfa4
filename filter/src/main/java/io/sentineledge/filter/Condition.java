package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.state.EventContext;
import java.util.Set;

/** A condition ready to be evaluated. Used by one thread, as is the context. */
public interface Condition {
  /** Whether the event satisfies the condition. Allocates nothing. */
  boolean test(EventContext event);

  /** The types of events for which the condition can be true; it is false for all others. */
  Set<EventType> eventTypes();

  /** What it asks of the kernel beside events. */
  Set<Demand> demands();
}
