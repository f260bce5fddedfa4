package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.output.Times;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.explain.Explainer;
import io.sentineledge.rules.explain.Nearness;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events of a capture that tell most about a rule: the first ones for which it fires, or,
 * if there is none, the one that came nearest to it.
 */
final class CaptureExplanation {
  /** Events that fire are much alike. */
  private static final int MOST = 3;

  private final Rule rule;
  private final Nearness nearness;
  private final List<ExplainedEvent> firing = new ArrayList<>();
  private @Nullable ExplainedEvent nearest;
  private double best = -1;
  private long events;
  private long about;
  private long fires;

  CaptureExplanation(Rule rule) {
    this.rule = rule;
    nearness = new Nearness(rule.expression());
  }

  /**
   * Goes through all of a capture.
   *
   * @param paths file names that the rule's conditions compare with exactly
   */
  void read(Replay replay, Set<Text> paths) {
    replay.run(paths, this::event, () -> false);
  }

  private void event(EventContext event) {
    events++;
    EventType type = event.event().type();
    if (!rule.condition().eventTypes().contains(type)) {
      return;
    }
    about++;
    if (rule.condition().test(event)) {
      fires++;
      if (firing.size() < MOST) {
        firing.add(explained(event));
      }
    } else if (fires == 0) {
      double near = nearness.of(event);
      if (near > best) {
        best = near;
        nearest = explained(event);
      }
    }
  }

  private ExplainedEvent explained(EventContext event) {
    String type = event.event().type().falcoName();
    String time = Times.rfc3339(event.event().time() + event.bootTime());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("number", events);
    facts.put("type", type);
    facts.put("time", time);
    facts.put("pid", (long) event.event().pid());
    String title =
        "event %,d, %s at %s by process %d".formatted(events, type, time, event.event().pid());
    return new ExplainedEvent(title, facts, new Explainer(event).explain(rule.expression()), false);
  }

  /** What was found, and how much else there was. */
  void tell(ExplanationOutput out) {
    if (!firing.isEmpty()) {
      out.note(
          "The rule fires for %,d of %,d events%s"
              .formatted(fires, events, fires > MOST ? "; the first %d:".formatted(MOST) : ":"));
      firing.forEach(event -> out.event(rule, event));
    } else if (nearest != null) {
      out.note(
          "The rule fires for none of %,d events, of which it is about %,d; the nearest one:"
              .formatted(events, about));
      out.event(rule, nearest);
    } else {
      out.note("The rule is about none of the %,d events.".formatted(events));
    }
  }
}
