package io.sentineledge.agent;

import io.sentineledge.agent.metrics.Labels;
import io.sentineledge.agent.metrics.MetricsText;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.OwnRule;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many alerts each rule has raised. For any thread. */
final class AlertCounts {
  private final Map<Key, Count> counts = new ConcurrentHashMap<>();

  /** What tells one rule from all others. */
  private record Key(Namespace namespace, String name, Priority priority) {
    static Key of(Rule rule) {
      return new Key(rule.namespace(), rule.name(), rule.priority());
    }
  }

  private record Count(Labels labels, AtomicLong alerts) {
    static Count none(Key key) {
      Labels labels =
          Labels.of(
              "rule",
              key.name(),
              "priority",
              key.priority().falcoName(),
              "namespace",
              key.namespace().toString());
      return new Count(labels, new AtomicLong());
    }
  }

  private AtomicLong alerts(Key key) {
    return counts.computeIfAbsent(key, Count::none).alerts();
  }

  /** Makes rules known, so that their counts begin at 0. */
  void expect(RuleSet rules) {
    for (Rule rule : rules.enabled()) {
      if (!rule.name().equals(Canary.RULE)) {
        alerts(Key.of(rule));
      }
    }
  }

  /** The same of what the agent raises without a rule. */
  void expect(OwnRule rule) {
    alerts(new Key(rule.namespace(), rule.name(), rule.priority()));
  }

  void count(Alert alert) {
    alerts(new Key(alert.namespace(), alert.rule(), alert.priority())).incrementAndGet();
  }

  /** Alerts of a rule. */
  long of(Rule rule) {
    Count count = counts.get(Key.of(rule));
    return count == null ? 0 : count.alerts().get();
  }

  /** Adds a sample for each rule. */
  void add(MetricsText text) {
    counts.values().forEach(count -> text.add(count.alerts().get(), count.labels()));
  }
}
