package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.sensor.Interest;
import io.sentineledge.sensor.Wanted;
import java.util.EnumSet;
import java.util.Set;

/** Collects what conditions and outputs ask for, as what the kernel is to send. */
final class Demands {
  private final EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
  private final EnumSet<EventType> atEntry = EnumSet.noneOf(EventType.class);
  private boolean answers;
  private boolean questions;

  /**
   * Adds a condition.
   *
   * @param conditionTypes that it can be true for; none: any
   */
  Demands add(Set<EventType> conditionTypes, Set<Demand> demands) {
    Set<EventType> own = Interest.ofCondition(conditionTypes);
    types.addAll(own);
    answers |= demands.contains(Demand.DOMAIN_NAMES);
    questions |= demands.contains(Demand.QUESTIONS);
    if (demands.contains(Demand.NAMES_AT_ENTRY)) {
      atEntry.addAll(own);
    }
    return this;
  }

  /**
   * All of it.
   *
   * @param paths file names that the conditions compare with exactly
   */
  Wanted wanted(Set<Text> paths) {
    return new Wanted(Interest.withFiles(types, paths), answers, questions, atEntry);
  }
}
