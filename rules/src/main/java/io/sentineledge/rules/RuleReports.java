package io.sentineledge.rules;

import io.sentineledge.rules.RuleCompiler.Compiled;
import io.sentineledge.rules.RuleCompiler.Outcome;
import io.sentineledge.rules.RuleReport.FileReport;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts what files define. */
final class RuleReports {
  private RuleReports() {}

  static FileReport count(
      SourceFile file,
      Definitions definitions,
      List<Compiled> rules,
      @Nullable EngineVersion engine) {
    List<Compiled> here =
        rules.stream().filter(rule -> rule.definition().name.location().file() == file).toList();
    return new FileReport(
        file.name(),
        definitions.namespace,
        here.size(),
        (int)
            definitions.macros.values().stream()
                .filter(macro -> macro.name.location().file() == file)
                .count(),
        (int)
            definitions.lists.values().stream()
                .filter(list -> list.name.location().file() == file)
                .count(),
        count(here, rule -> !rule.definition().enabled),
        count(here, rule -> rule.outcome() == Outcome.SKIPPED),
        count(here, rule -> rule.outcome() == Outcome.UNSUPPORTED),
        count(here, rule -> rule.outcome() == Outcome.FAILED),
        engine == null ? null : engine.toString());
  }

  private static int count(List<Compiled> rules, Predicate<Compiled> which) {
    return (int) rules.stream().filter(which).count();
  }
}
