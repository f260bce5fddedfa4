package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.agent.metrics.Histogram;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.AlertHandler;
import io.sentineledge.kernel.Clocks;
import io.sentineledge.output.Redaction;
import io.sentineledge.rules.Rule;
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
  private final AlertCounts counts = new AlertCounts();

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

  @Override
  public void alert(Alert alert) {
    if (canary.take(alert)) {
      if (canaryToOutputs) {
        outputs.accept(alert);
      }
      return;
    }
    latency.record(Clocks.boot() - alert.event().time());
    counts.count(alert);
    outputs.accept(redaction.of(alert));
  }

  /** Takes an alert that the agent raises without a rule. For any thread. */
  void own(Alert alert) {
    counts.count(alert);
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
  AlertCounts counts() {
    return counts;
  }
}
