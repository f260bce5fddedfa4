package io.sentineledge.detect;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.filter.Place;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Position;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.Rule;
import io.sentineledge.state.EventContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Rules whose conditions are code. */
final class Rules {
  private Rules() {}

  static Rule rule(
      String name, Namespace namespace, Set<EventType> types, Predicate<EventContext> test) {
    return rule(name, namespace, true, types, test);
  }

  static Rule rule(
      String name,
      Namespace namespace,
      boolean enabled,
      Set<EventType> types,
      Predicate<EventContext> test) {
    Condition condition =
        new Condition() {
          @Override
          public Set<Demand> demands() {
            return Set.of();
          }

          @Override
          public boolean test(EventContext event) {
            return test.test(event);
          }

          @Override
          public Set<EventType> eventTypes() {
            return types;
          }
        };
    String output = name + " matched";
    return new Rule(
        name,
        namespace,
        "A rule of a test",
        new Expression.MacroReference(name, Place.NONE),
        condition,
        output,
        format(output),
        Priority.WARNING,
        List.of("host", "process"),
        "syscall",
        enabled,
        List.of(),
        new Position("test", 1, 1),
        null);
  }

  private static OutputFormat format(String text) {
    try {
      return OutputFormat.compile(text, text);
    } catch (ConditionException e) {
      throw new AssertionError(e);
    }
  }
}
