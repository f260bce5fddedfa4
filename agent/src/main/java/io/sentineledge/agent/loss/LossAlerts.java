package io.sentineledge.agent.loss;

import io.sentineledge.agent.loss.Losses.Toll;
import io.sentineledge.agent.loss.Losses.Victim;
import io.sentineledge.detect.Alert;
import io.sentineledge.detect.EventIdentity;
import io.sentineledge.detect.OwnRule;
import io.sentineledge.event.EventType;
import io.sentineledge.output.Times;
import io.sentineledge.rules.Priority;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells as alerts what was lost: when a loss begins, once a minute while it goes on, and when it
 * has ended. Every lost event is in exactly one alert. For one thread.
 */
public final class LossAlerts {
  /** What the alerts are of. */
  public static final OwnRule RULE =
      new OwnRule("Events lost", Priority.ERROR, List.of("agent", "host"));

  private static final long SECOND = 1_000_000_000L;
  private static final long EACH_NANOS = 60 * SECOND;

  /** Without a loss for so long, it has ended. */
  private static final long ENDED_NANOS = 5 * SECOND;

  private static final int MOST_NAMES = 20;

  private final Losses losses;
  private final LongFunction<String> workloads;
  private final Function<Set<EventType>, List<String>> rules;
  private final String hostname;
  private final Consumer<Alert> alerts;
  private long toldAt;
  private boolean told;

  /**
   * @param workloads gives the name of a workload
   * @param rules gives the rules that ask for events of such types
   */
  public LossAlerts(
      Losses losses,
      LongFunction<String> workloads,
      Function<Set<EventType>, List<String>> rules,
      String hostname,
      Consumer<Alert> alerts) {
    this.losses = losses;
    this.workloads = workloads;
    this.rules = rules;
    this.hostname = hostname;
    this.alerts = alerts;
  }

  /**
   * Tells if it is time to.
   *
   * @param bootTime now, ns of the boot clock
   * @param bootWall when that clock was 0, ns since 1970
   */
  public void look(long bootTime, long bootWall) {
    boolean due = !told || bootTime - toldAt >= EACH_NANOS || ended(bootTime);
    if (due && losses.hasUntold()) {
      tell(bootTime, bootWall);
    }
  }

  private boolean ended(long bootTime) {
    return losses.lastUntold() <= bootTime - ENDED_NANOS;
  }

  /** Tells what is left, whether or not it is time to. */
  public void finish(long bootTime, long bootWall) {
    if (losses.hasUntold()) {
      tell(bootTime, bootWall);
    }
  }

  private void tell(long bootTime, long bootWall) {
    told = true;
    toldAt = bootTime;
    Map<Victim, Toll> lost = losses.takeUntold();
    Toll all = lost.values().stream().reduce(Toll::plus).orElseThrow();
    long from = all.first() + bootWall;
    long to = all.last() + bootWall;
    List<String> types = mostFirst(lost, victim -> victim.type().falcoName());
    List<String> reasons = mostFirst(lost, victim -> victim.reason().label());
    List<String> names = mostFirst(lost, victim -> workloads.apply(victim.workload()));
    List<String> blind =
        rules.apply(lost.keySet().stream().map(Victim::type).collect(Collectors.toSet()));
    String output =
        "%d events lost from %s to %s: %s (%s) of workloads %s; blind rules: %s"
            .formatted(
                all.events(),
                Times.rfc3339(from),
                Times.rfc3339(to),
                some(types),
                some(reasons),
                some(names),
                some(blind));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("loss.events", all.events());
    fields.put("loss.from", from);
    fields.put("loss.to", to);
    fields.put("loss.types", types);
    fields.put("loss.reasons", reasons);
    fields.put("loss.workloads", first(names));
    fields.put("loss.workload_count", (long) names.size());
    fields.put("loss.rules", first(blind));
    fields.put("loss.rule_count", (long) blind.size());
    alerts.accept(
        RULE.alert(
            hostname, output, fields, EventIdentity.ofAgent(mostLost(lost), all.first()), from));
  }

  private static EventType mostLost(Map<Victim, Toll> lost) {
    return lost.entrySet().stream()
        .max(Comparator.comparingLong(e -> e.getValue().events()))
        .orElseThrow()
        .getKey()
        .type();
  }

  /** What the victims have in common, what lost most first. */
  private static List<String> mostFirst(Map<Victim, Toll> lost, Function<Victim, String> name) {
    Map<String, Long> sums = new TreeMap<>();
    lost.forEach((victim, toll) -> sums.merge(name.apply(victim), toll.events(), Long::sum));
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> first(List<String> names) {
    return names.subList(0, Math.min(names.size(), MOST_NAMES));
  }

  private static String some(List<String> names) {
    String text = String.join(", ", first(names));
    return names.isEmpty()
        ? "none"
        : names.size() > MOST_NAMES ? text + " and " + (names.size() - MOST_NAMES) + " more" : text;
  }
}
