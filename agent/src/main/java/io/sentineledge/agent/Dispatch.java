package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.agent.metrics.Histogram;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.output.Redaction;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where alerts go: counted, and handed to the outputs unless they are the agent's own. */
final class Dispatch implements AlertHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final Canary canary;
  private final boolean canaryToOutputs;
  private final Consumer<Alert> outputs;
  private final Health health;
  private final Errors errors;
  private volatile Redaction redaction;
  private final Histogram latency = new Histogram();
  private final Map<RuleKey, AtomicLong> counts = new ConcurrentHashMap<>();

  /** What tells one rule from all others. */
  record RuleKey(String namespace, String name, String priority) {
    static RuleKey of(Rule rule) {
      return new RuleKey(rule.namespace().toString(), rule.name(), rule.priority().falcoName());
    }
  }

  Dispatch(
      Canary canary,
      boolean canaryToOutputs,
      Consumer<Alert> outputs,
      Redaction redaction,
      Health health,
      Errors errors) {
    this.redaction = redaction;
    this.canary = canary;
    this.canaryToOutputs = canaryToOutputs;
    this.outputs = outputs;
    this.health = health;
    this.errors = errors;
  }

  /** Makes rules known, so that their counts begin at 0. */
  void expect(RuleSet rules) {
    for (Rule rule : rules.enabled()) {
      if (!rule.name().equals(Canary.RULE)) {
        counts.computeIfAbsent(RuleKey.of(rule), _ -> new AtomicLong());
      }
    }
  }

  @Override
  public void alert(Alert alert) {
    if (canary.take(alert)) {
      if (canaryToOutputs) {
        outputs.accept(alert);
      }
      return;
    }
    latency.record(Clocks.wall() - alert.time());
    RuleKey key =
        new RuleKey(alert.namespace().toString(), alert.rule(), alert.priority().falcoName());
    counts.computeIfAbsent(key, _ -> new AtomicLong()).incrementAndGet();
    outputs.accept(redaction.of(alert));
  }

  /** Makes an alert known that the agent raises without a rule, so that its count begins at 0. */
  void expect(String name, Priority priority) {
    counts.computeIfAbsent(own(name, priority), _ -> new AtomicLong());
  }

  private static RuleKey own(String name, Priority priority) {
    return new RuleKey(Namespace.SHIPPED.toString(), name, priority.falcoName());
  }

  /** Takes an alert that the agent raises without a rule. For any thread. */
  void own(Alert alert) {
    counts
        .computeIfAbsent(own(alert.rule(), alert.priority()), _ -> new AtomicLong())
        .incrementAndGet();
    outputs.accept(alert);
  }

  /** What takes out secrets now. */
  Redaction redaction() {
    return redaction;
  }

  /** Takes over other patterns of secrets. For any thread. */
  void redaction(Redaction now) {
    redaction = now;
  }

  @Override
  public void failed(Rule rule, Throwable failure) {
    errors.count(Errors.Type.RULE);
    health.degraded(Health.RULES, "rule \"" + rule.name() + "\" could not be evaluated");
    LOG.error("Internal error in rule \"{}\"; the other rules go on", rule.name(), failure);
  }

  /** From event to alert. */
  Histogram latency() {
    return latency;
  }

  /** Alerts of each rule. */
  List<Map.Entry<RuleKey, Long>> counts() {
    return counts.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue().get())).toList();
  }
}
