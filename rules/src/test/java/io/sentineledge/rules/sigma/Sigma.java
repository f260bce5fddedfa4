package io.sentineledge.rules.sigma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleReport.FileReport;
import io.sentineledge.rules.Severity;
import java.util.List;

/** Rules for tests, written around what is tested. */
final class Sigma {
  private Sigma() {}

  /** A rule with this log source and detection, each a block of YAML without indentation. */
  static String rule(String logsource, String detection) {
    return "title: A test\nlogsource:\n"
        + logsource.strip().indent(2)
        + "detection:\n"
        + detection.strip().indent(2);
  }

  /** A rule about programs that are started. */
  static String starts(String detection) {
    return rule("category: process_creation\nproduct: linux", detection);
  }

  static RuleLoader.Result load(String text) {
    return new RuleLoader().addText("rule.yml", text).load();
  }

  /** What the only rule asks beside the events of its log source. */
  static String condition(String text) {
    RuleLoader.Result result = load(text);
    assertEquals("", result.diagnostics().render(Severity.WARNING));
    List<Rule> rules = result.rules().rules();
    assertEquals(1, rules.size(), () -> result.diagnostics().render(Severity.NOTE));
    And both = (And) rules.getFirst().expression();
    return ConditionPrinter.print(both.operands().get(1));
  }

  /** What a selection with these entries asks. */
  static String selection(String entries) {
    return condition(starts("selection:\n" + entries.strip().indent(2) + "condition: selection"));
  }

  /** Why the only rule is not loaded. */
  static String reason(String text) {
    RuleLoader.Result result = load(text);
    assertEquals("", result.diagnostics().render(Severity.WARNING));
    FileReport file = result.report().files().getFirst();
    assertEquals(0, result.rules().rules().size());
    assertEquals(1, file.unsupported());
    return file.reasons().firstEntry().getKey();
  }

  /** All errors and warnings, without the lines that show the text. */
  static String findings(String text) {
    StringBuilder all = new StringBuilder();
    load(text).diagnostics().all().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .forEach(finding -> all.append(finding).append('\n'));
    return all.toString();
  }
}
