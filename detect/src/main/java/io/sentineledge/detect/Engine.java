package io.sentineledge.detect;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.filter.ConditionIndex;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.state.EventContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the enabled rules of a set for one event after the other, those that it can satisfy
 * only, in the order of the set. Allocates nothing unless a rule matches.
 *
 * <p>Used by one thread, that of the event context; its counters are read by any.
 */
public final class Engine {
  private static final String TIME = "evt.time";

  private final List<Rule> rules;
  private final ConditionIndex index;

  /**
   * By rule, the first rule of the next namespace, of a Sigma rule the next rule; null where every
   * match raises an alert.
   */
  private final int @Nullable [] skip;

  private final AlertHandler handler;
  private final RuleCounters counters;

  /** Takes the rules that are enabled. */
  public Engine(RuleSet rules, Matching matching, AlertHandler handler) {
    this.rules = rules.enabled();
    this.index = new ConditionIndex(this.rules.stream().map(Rule::condition).toList());
    this.skip = matching == Matching.FIRST ? nextNamespaces(this.rules) : null;
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
    index.select(event);
    int alerts = 0;
    int i = index.next(0);
    while (i >= 0) {
      int following = i + 1;
      if (matches(i, event)) {
        alert(i, event);
        alerts++;
        following = skip == null ? following : skip[i];
      }
      i = index.next(following);
    }
    return alerts;
  }

  private static int[] nextNamespaces(List<Rule> rules) {
    int[] next = new int[rules.size()];
    for (int i = next.length - 1; i >= 0; i--) {
      Namespace namespace = rules.get(i).namespace();
      boolean last =
          i == next.length - 1
              || namespace == Namespace.SIGMA
              || rules.get(i + 1).namespace() != namespace;
      next[i] = last ? i + 1 : next[i + 1];
    }
    return next;
  }

  private boolean matches(int rule, EventContext event) {
    try {
      return rules.get(rule).condition().test(event);
    } catch (RuntimeException | StackOverflowError e) {
      failed(rule, e);
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
            view.type(),
            event.number(),
            view.time(),
            view.pid(),
            view.start(),
            view.generation(),
            view.u64(Header.WORKLOAD)),
        rule.origin());
  }

  private void failed(int index, Throwable failure) {
    if (counters.failed(index)) {
      handler.failed(rules.get(index), failure);
    }
  }
}
