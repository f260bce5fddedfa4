package io.sentineledge.rules.cases;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.cases.RuleCase.Expected;
import io.sentineledge.rules.explain.Explainer;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs rule tests. Every rule is evaluated for every event, whatever other rules matched; rules
 * that are disabled are too, if a test names them.
 */
public final class CaseRunner {
  private final RuleSet rules;

  /** Where the events of a test come from. */
  public interface Events {
    /**
     * Hands on each event, all with one context.
     *
     * @param paths file names that the rules compare with exactly, for the context's {@link
     *     EventContext#files}
     */
    void play(Set<Text> paths, EventIntake.Handler handler);
  }

  public CaseRunner(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * A difference between what a test expects and what happened.
   *
   * @param explanation why the rule fired, or why not, for the event that came nearest
   * @param event number of that event, from 1; 0 if there was none that the rule is about
   * @param type of that event
   */
  public record Difference(
      Expected expected,
      boolean fired,
      int event,
      @Nullable EventType type,
      @Nullable Explanation explanation) {}

  /** Runs a test whose events are described. */
  public List<Difference> run(RuleCase test) {
    return run(
        test,
        (paths, handler) -> {
          Scene scene = new Scene();
          paths.forEach(scene.context().files()::register);
          for (EventDescription event : test.events()) {
            scene.play(event, handler);
          }
        });
  }

  /** What one rule did. */
  private static final class Watched {
    final Rule rule;
    final Condition condition;
    int firedAt;
    int nearest;
    @Nullable EventType type;
    @Nullable Explanation explanation;

    Watched(Rule rule, Condition condition) {
      this.rule = rule;
      this.condition = condition;
    }
  }

  /**
   * Runs a test.
   *
   * @throws IllegalArgumentException if the test names a rule that does not exist
   */
  public List<Difference> run(RuleCase test, Events events) {
    Set<String> named = new LinkedHashSet<>();
    test.fires().forEach(expected -> named.add(expected.rule()));
    test.silent().forEach(expected -> named.add(expected.rule()));
    Map<String, List<Watched>> watched = compile(test, named);
    int[] number = {0};
    events.play(
        rules.paths(),
        event -> {
          number[0]++;
          watched
              .values()
              .forEach(all -> all.forEach(each -> evaluate(test, each, event, number[0])));
        });
    return differences(test, watched);
  }

  /** Conditions of their own for each context. */
  private Map<String, List<Watched>> compile(RuleCase test, Set<String> named) {
    ConditionCompiler compiler = new ConditionCompiler();
    Map<String, List<Watched>> watched = new LinkedHashMap<>();
    named.forEach(name -> watched.put(name, new ArrayList<>()));
    for (Rule rule : rules.rules()) {
      boolean wanted = named.contains(rule.name()) || (test.othersSilent() && rule.enabled());
      if (wanted) {
        try {
          watched
              .computeIfAbsent(rule.name(), name -> new ArrayList<>())
              .add(new Watched(rule, compiler.compile(rule.expression())));
        } catch (ConditionException e) {
          throw new IllegalStateException("rule does not compile again, name=" + rule.name(), e);
        }
      }
    }
    watched.forEach((name, all) -> {
      if (all.isEmpty()) {
        throw new IllegalArgumentException("no such rule, name=" + name);
      }
    });
    return watched;
  }

  private static void evaluate(RuleCase test, Watched each, EventContext event, int number) {
    EventType type = event.event().type();
    boolean about = each.condition.eventTypes().contains(type);
    boolean fires = about && each.condition.test(event);
    boolean expected = test.fires().stream().anyMatch(e -> e.rule().equals(each.rule.name()));
    if (fires && each.firedAt == 0) {
      each.firedAt = number;
    }
    if (fires != expected && (about || each.type == null) && (fires || each.firedAt == 0)) {
      each.nearest = number;
      each.type = type;
      each.explanation = new Explainer(event).explain(each.rule.expression());
    }
  }

  private static List<Difference> differences(RuleCase test, Map<String, List<Watched>> watched) {
    List<Difference> differences = new ArrayList<>();
    for (Expected expected : test.fires()) {
      List<Watched> all = watched.getOrDefault(expected.rule(), List.of());
      if (all.stream().allMatch(each -> each.firedAt == 0)) {
        differences.add(difference(expected, all.getFirst(), false));
      }
    }
    for (Expected expected : test.silent()) {
      for (Watched each : watched.getOrDefault(expected.rule(), List.of())) {
        if (each.firedAt > 0) {
          differences.add(difference(expected, each, true));
        }
      }
    }
    if (test.othersSilent()) {
      Set<String> fires = new LinkedHashSet<>();
      test.fires().forEach(expected -> fires.add(expected.rule()));
      watched.forEach((name, all) -> {
        for (Watched each : all) {
          if (each.firedAt > 0 && !fires.contains(name)) {
            differences.add(difference(new Expected(name, test.location()), each, true));
          }
        }
      });
    }
    return differences;
  }

  private static Difference difference(Expected expected, Watched each, boolean fired) {
    return new Difference(expected, fired, each.nearest, each.type, each.explanation);
  }
}
