package io.sentineledge.detect;

import io.sentineledge.event.EventView;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.state.EventContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the enabled rules of a set for one event after the other, those of its type only, in
 * the order of the set. Allocates nothing unless a rule matches.
 *
 * <p>Used by one thread, that of the event context; its counters are read by any.
 */
public final class Engine {
  private static final String TIME = "evt.time";

  private final List<Rule> rules;
  private final RuleIndex[] byType;
  private final boolean first;
  private final AlertHandler handler;
  private final RuleCounters counters;

  /** Takes the rules that are enabled. */
  public Engine(RuleSet rules, Matching matching, AlertHandler handler) {
    this.rules = rules.enabled();
    this.byType = RuleIndex.of(this.rules);
    this.first = matching == Matching.FIRST;
    this.handler = handler;
    this.counters = new RuleCounters(this.rules);
  }

  /** How often each rule matched. */
  public RuleCounters counters() {
    return counters;
  }

  /**
   * Evaluates the event that the context is on, and hands alerts to the handler.
   *
   * @return how many
   */
  public int evaluate(EventContext event) {
    int type = event.event().typeId();
    if (type < 0 || type >= byType.length) {
      return 0;
    }
    RuleIndex index = byType[type];
    int alerts = 0;
    int i = 0;
    while (i < index.rules.length) {
      boolean matched = matches(index, i, event);
      if (matched) {
        alert(index.rules[i], event);
        alerts++;
      }
      i = matched && first ? index.nextNamespace[i] : i + 1;
    }
    return alerts;
  }

  private boolean matches(RuleIndex index, int i, EventContext event) {
    try {
      return index.conditions[i].test(event);
    } catch (RuntimeException | StackOverflowError e) {
      failed(index.rules[i], e);
      return false;
    }
  }

  /** An output that cannot be written costs the alert its fields, not the alert. */
  private void alert(int index, EventContext event) {
    counters.matched(index);
    Rule rule = rules.get(index);
    SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
    String output = rule.outputText();
    try {
      fields.putAll(rule.output().fields(event));
      output = rule.output().format(event);
    } catch (RuntimeException | StackOverflowError e) {
      failed(index, e);
    }
    handler.alert(alert(rule, event, output, fields));
  }

  private static Alert alert(
      Rule rule, EventContext event, String output, SequencedMap<String, @Nullable Object> fields) {
    EventView view = event.event();
    long time = view.time() + event.bootTime();
    fields.putFirst(TIME, time);
    return new Alert(
        time,
        rule.name(),
        rule.namespace(),
        rule.priority(),
        rule.source(),
        rule.tags(),
        event.hostName().toString(),
        output,
        fields,
        new EventIdentity(
            view.type(), event.number(), view.time(), view.pid(), view.start(), view.generation()));
  }

  private void failed(int index, Throwable failure) {
    if (counters.failed(index)) {
      handler.failed(rules.get(index), failure);
    }
  }
}
