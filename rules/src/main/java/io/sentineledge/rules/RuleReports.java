package io.sentineledge.rules;

import io.sentineledge.rules.RuleCompiler.Compiled;
import io.sentineledge.rules.RuleFormat.Outcome;
import io.sentineledge.rules.RuleReport.FileReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts what files define. */
final class RuleReports {
  private RuleReports() {}

  static FileReport count(
      SourceFile file,
      Definitions definitions,
      List<Compiled> rules,
      @Nullable EngineVersion engine,
      List<Outcome> others) {
    List<Compiled> here =
        rules.stream().filter(rule -> rule.definition().name.location().file() == file).toList();
    SequencedMap<String, Integer> reasons = reasons(others);
    for (Compiled rule : here) {
      if (rule.reason() != null) {
        reasons.merge(rule.reason(), 1, Integer::sum);
      }
    }
    return new FileReport(
        file.name(),
        definitions.namespace,
        here.size() + others.size(),
        (int)
            definitions.macros.values().stream()
                .filter(macro -> macro.name.location().file() == file)
                .count(),
        (int)
            definitions.lists.values().stream()
                .filter(list -> list.name.location().file() == file)
                .count(),
        count(here, rule -> !rule.definition().enabled),
        count(here, rule -> rule.outcome() == RuleCompiler.Outcome.SKIPPED),
        count(here, rule -> rule.outcome() == RuleCompiler.Outcome.UNSUPPORTED)
            + unsupported(others),
        count(here, rule -> rule.outcome() == RuleCompiler.Outcome.FAILED) + wrong(others),
        engine == null ? null : engine.toString(),
        reasons);
  }

  /** Counts a file that holds Sigma rules alone. */
  static FileReport count(SourceFile file, List<Outcome> rules) {
    return new FileReport(
        file.name(),
        Namespace.SIGMA,
        rules.size(),
        0,
        0,
        0,
        0,
        unsupported(rules),
        wrong(rules),
        null,
        reasons(rules));
  }

  private static int unsupported(List<Outcome> rules) {
    return (int) rules.stream().filter(Outcome.Unsupported.class::isInstance).count();
  }

  private static int wrong(List<Outcome> rules) {
    return (int) rules.stream().filter(Outcome.Wrong.class::isInstance).count();
  }

  private static SequencedMap<String, Integer> reasons(List<Outcome> rules) {
    SequencedMap<String, Integer> reasons = new LinkedHashMap<>();
    for (Outcome rule : rules) {
      if (rule instanceof Outcome.Unsupported unsupported) {
        reasons.merge(unsupported.reason(), 1, Integer::sum);
      }
    }
    return reasons;
  }

  private static int count(List<Compiled> rules, Predicate<Compiled> which) {
    return (int) rules.stream().filter(which).count();
  }
}
