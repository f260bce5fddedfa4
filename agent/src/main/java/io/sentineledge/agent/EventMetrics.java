package io.sentineledge.agent;

import io.sentineledge.agent.loss.Losses;
import io.sentineledge.agent.loss.Reason;
import io.sentineledge.agent.metrics.Labels;
import io.sentineledge.agent.metrics.MetricsText;
import io.sentineledge.event.EventType;
import io.sentineledge.event.Lane;
import io.sentineledge.kernel.ProgramInfo;
import io.sentineledge.sensor.Accounting;
import io.sentineledge.sensor.Loss;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The metrics of events, and of the programs and rings that they come through. */
final class EventMetrics {
  private static final List<EventType> TYPES =
      Arrays.stream(EventType.values()).filter(type -> type != EventType.TASK).toList();

  private final Metrics.Sources sources;
  private final Map<EventType, Labels> types = new EnumMap<>(EventType.class);

  /** Most series are of these. */
  private final Map<Reason, Map<EventType, Labels>> lost = new EnumMap<>(Reason.class);

  EventMetrics(Metrics.Sources sources) {
    this.sources = sources;
    TYPES.forEach(type -> types.put(type, Labels.of("type", type.falcoName())));
    for (Reason reason : Reason.values()) {
      Map<EventType, Labels> byType = new EnumMap<>(EventType.class);
      for (EventType type : TYPES) {
        byType.put(type, Labels.of("type", type.falcoName(), "reason", reason.label()));
      }
      lost.put(reason, byType);
    }
  }

  void add(MetricsText text) {
    Accounting accounting = sources.accounting();
    text.counter("sentinel_events_processed_total", "Events that were taken in, by type.");
    types.forEach((type, labels) -> text.add(accounting.delivered(type), labels));
    text.counter(
        "sentinel_events_filtered_total", "Events that the kernel left out as told, by type.");
    types.forEach((type, labels) -> text.add(accounting.filtered(type), labels));
    lost(text, accounting);
    workloads(text);
    programs(text, sources.operations().ask(live -> live.sensor().programInfo(), Map.of()));
    text.gauge(
        "sentinel_ring_buffer_utilization_percent",
        "How full a lane's ring buffer was at the fullest moment of the last interval.");
    for (Lane lane : Lane.values()) {
      double percent = sources.operations().samples().ringPercent(lane);
      text.add(percent, "lane", lane.name().toLowerCase(Locale.ROOT));
    }
  }

  private void lost(MetricsText text, Accounting accounting) {
    text.counter("sentinel_events_dropped_total", "Events that were lost, by type and reason.");
    for (Loss loss : Loss.values()) {
      labels(Reason.of(loss))
          .forEach((type, labels) -> text.add(accounting.lost(type, loss), labels));
    }
    Map<Reason, long[]> totals = sources.losses().totals();
    for (Reason reason : List.of(Reason.STATE_EVICTED, Reason.QUEUE_FULL)) {
      labels(reason).forEach((type, labels) -> text.add(Losses.of(totals, type, reason), labels));
    }
    long skipped = accounting.missedRuns().values().stream().mapToLong(Long::longValue).sum();
    text.add(skipped, "type", "unknown", "reason", "program_skipped");
  }

  private Map<EventType, Labels> labels(Reason reason) {
    return lost.getOrDefault(reason, Map.of());
  }

  private static void programs(MetricsText text, Map<String, ProgramInfo> programs) {
    text.counter("sentinel_program_missed_total", "Runs of a kernel program that were skipped.");
    programs.forEach((name, info) -> text.add(info.recursionMisses(), "program", name));
    if (programs.values().stream().anyMatch(info -> info.runCount() > 0)) {
      text.counter("sentinel_program_runs_total", "Runs, while BPF statistics are on.");
      programs.forEach((name, info) -> text.add(info.runCount(), "program", name));
      text.counter("sentinel_program_run_seconds_total", "Time in them.");
      programs.forEach((name, info) -> text.add(info.runTimeNs() / 1e9, "program", name));
    }
  }

  private void workloads(MetricsText text) {
    text.counter(
        "sentinel_workload_events_dropped_total",
        "Events that were lost, by the workload's cgroup.");
    sources
        .losses()
        .all()
        .forEach((victim, toll) ->
            text.add(
                toll.events(),
                "workload",
                sources.workload(victim.workload()),
                "type",
                victim.type().falcoName(),
                "reason",
                victim.reason().label()));
  }
}
