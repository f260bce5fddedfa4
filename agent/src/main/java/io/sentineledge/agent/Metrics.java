package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Answer;
import io.sentineledge.agent.loss.Losses;
import io.sentineledge.agent.metrics.Errors;
import io.sentineledge.agent.metrics.MetricsText;
import io.sentineledge.output.AlertQueue;
import io.sentineledge.output.Output;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.state.ProcessCounters;
import java.util.List;
import java.util.Locale;

/**
 * All metrics of the agent. Each series that can be known beforehand exists at 0 from the start.
 */
final class Metrics {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String STDOUT = "stdout";

  private final Sources sources;
  private final EventMetrics events;

  /** Where the numbers are. */
  interface Sources {
    Operations operations();

    Health health();

    Errors errors();

    Canary canary();

    Dispatch dispatch();

    AlertQueue alerts();

    List<Output> outputs();

    Reload reload();

    Losses losses();

    /** What became of the events; at most about a second old. */
    Accounting accounting();

    /** Bytes that the agent's control group allows; 0: any. */
    long memoryLimit();

    /** The name of a workload. */
    String workload(long id);
  }

  Metrics(Sources sources) {
    this.sources = sources;
    events = new EventMetrics(sources);
  }

  /** The answer to a scrape. */
  Answer answer(String accept) {
    MetricsText text = new MetricsText(accept.contains(OPEN_METRICS));
    events.add(text);
    process(text);
    alerts(text);
    agent(text);
    return new Answer(200, text.contentType(), text.text());
  }

  private void process(MetricsText text) {
    Samples samples = sources.operations().samples();
    text.gauge("sentinel_memory_usage_bytes", "Resident memory.").add(samples.memoryBytes());
    text.gauge("sentinel_memory_limit_bytes", "What its control group allows; 0: any.")
        .add(sources.memoryLimit());
    text.gauge("sentinel_cpu_usage_percent", "Processor time; 100 is one core.")
        .add(samples.cpuPercent());
    Runtime runtime = Runtime.getRuntime();
    text.gauge("sentinel_jvm_heap_used_bytes", "Heap in use, garbage included.")
        .add((double) runtime.totalMemory() - runtime.freeMemory());
    text.gauge("sentinel_jvm_heap_committed_bytes", "Heap taken from the system.")
        .add(runtime.totalMemory());
    text.gauge("sentinel_jvm_heap_max_bytes", "The most it may become.").add(runtime.maxMemory());
    ProcessCounters table =
        sources
            .operations()
            .ask(live -> live.context().processes().counters(), new ProcessCounters());
    text.gauge("sentinel_processes", "Programs in the process table.").add(table.images());
    text.gauge("sentinel_process_argument_bytes", "Memory of their arguments.")
        .add(table.argumentBytes());
    text.counter("sentinel_process_evicted_total", "Programs forgotten before their time.")
        .add(table.evicted());
    text.counter("sentinel_process_rebuilt_total", "Programs whose own record was lost.")
        .add(table.rebuilt());
    text.counter(
            "sentinel_lookups_unanswered_total",
            "Names that file systems did not tell of in time, or were not asked about for that.")
        .add(sources.operations().ask(live -> live.lookups().unanswered(), 0L));
  }

  private void alerts(MetricsText text) {
    text.counter("sentinel_alerts_total", "Alerts, by rule.");
    sources.dispatch().counts().add(text);
    text.histogram(
        "sentinel_alert_latency_seconds",
        "From the event to its alert.",
        sources.dispatch().latency());
    outputs(text);
  }

  private void outputs(MetricsText text) {
    AlertQueue stdout = sources.alerts();
    List<Output> others = sources.outputs();
    text.gauge(
            "sentinel_output_queue_length",
            "Alerts that wait in memory, also those that are being given to the output.")
        .add(stdout.waiting(), "output", STDOUT);
    others.forEach(o -> text.add(o.waiting(), "output", o.name()));
    text.counter("sentinel_output_alerts_total", "Alerts that an output took.")
        .add(stdout.written(), "output", STDOUT);
    others.forEach(o -> text.add(o.written(), "output", o.name()));
    text.counter("sentinel_output_folded_total", "Alerts that another stands for, as repeats.")
        .add(stdout.folded(), "output", STDOUT);
    others.forEach(o -> text.add(o.folded(), "output", o.name()));
    text.counter("sentinel_output_dropped_total", "Alerts that it did not get, by reason.");
    for (AlertQueue.Drop drop : AlertQueue.Drop.values()) {
      text.add(stdout.dropped(drop), "output", STDOUT, "reason", lower(drop));
    }
    for (Output.Drop drop : Output.Drop.values()) {
      others.forEach(o -> text.add(o.dropped(drop), "output", o.name(), "reason", lower(drop)));
    }
    text.counter("sentinel_output_failures_total", "Batches that an output did not take.");
    text.add(stdout.dropped(AlertQueue.Drop.SINK_FAILED), "output", STDOUT);
    others.forEach(o -> text.add(o.failures(), "output", o.name()));
    text.gauge("sentinel_output_spool_bytes", "Alerts that wait on disk.");
    others.forEach(o -> text.add(o.spooledBytes(), "output", o.name()));
  }

  private void agent(MetricsText text) {
    text.counter("sentinel_errors_by_type_total", "Errors of the agent itself, by type.");
    for (Errors.Type type : Errors.Type.values()) {
      text.add(errors(type), "type", type.label());
    }
    text.gauge("sentinel_health", "The state of a part: 1 ok, 0.5 degraded or starting, 0 broken.");
    sources
        .health()
        .components()
        .forEach((name, component) ->
            text.add(
                switch (component.state()) {
                  case OK -> 1;
                  case DEGRADED, STARTING -> 0.5;
                  case BROKEN -> 0;
                },
                "component",
                name));
    text.gauge("sentinel_ready", "Whether detection has been seen to work.")
        .add(sources.health().ready() ? 1 : 0);
    Canary canary = sources.canary();
    text.counter("sentinel_canary_sent_total", "Events of the agent's own.").add(canary.sent());
    text.counter("sentinel_canary_seen_total", "Their alerts.").add(canary.seen());
    text.gauge("sentinel_canary_latency_seconds", "From the last one to its alert.")
        .add(canary.latencySeconds());
    text.counter(
        "sentinel_recoveries_total", "How often a part that had failed worked again, by part.");
    sources.health().recoveries().forEach((name, count) -> text.add(count, "component", name));
    text.counter("sentinel_reattached_total", "How often the programs were attached again.")
        .add(sources.operations().reattached());
    text.counter("sentinel_reloads_total", "Changes of configuration and rules, by result.")
        .add(sources.reload().succeeded(), "result", "success")
        .add(sources.reload().rejected(), "result", "failure");
    text.gauge("sentinel_build_info", "What this is.").add(1, "version", Version.NUMBER);
  }

  private long errors(Errors.Type type) {
    long elsewhere =
        switch (type) {
          case INTERNAL -> sources.operations().ask(live -> live.pipeline().failures(), 0L);
          case OUTPUT ->
              sources.outputs().stream().mapToLong(Output::failures).sum()
                  + sources.alerts().dropped(AlertQueue.Drop.SINK_FAILED);
          default -> 0;
        };
    return elsewhere + sources.errors().get(type);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
