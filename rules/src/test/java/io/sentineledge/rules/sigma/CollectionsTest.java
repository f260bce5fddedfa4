package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.load;
import static io.sentineledge.rules.sigma.Sigma.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleReport.FileReport;
import io.sentineledge.rules.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files with several documents, and what is told about files. */
class CollectionsTest {
  private static final String RULE =
      """
      title: A
      id: 1
      logsource: {category: process_creation}
      detection: {s: {User: a}, condition: s}
      """;

  private static List<String> names(RuleLoader.Result result) {
    assertEquals("", result.diagnostics().render(Severity.WARNING));
    return result.rules().rules().stream().map(Rule::name).toList();
  }

  @Test
  void globalEntriesGoIntoAllRulesUpToTheReset() {
    RuleLoader.Result result =
        load(
            """
            action: global
            level: critical
            logsource: {product: linux}
            detection:
              common: {User: root}
            ---
            title: One
            logsource: {category: process_creation}
            detection:
              s: {CommandLine: one}
              condition: s and common
            ---
            action: reset
            ---
            title: Two
            level: low
            logsource: {category: process_creation}
            detection: {s: {CommandLine: two}, condition: s}
            ---
            action: repeat
            title: Three
            detection: {s: {CommandLine: three}}
            """);
    assertEquals(List.of("One", "Two", "Three"), names(result));
    List<Rule> rules = result.rules().rules();
    assertEquals(
        List.of(Priority.CRITICAL, Priority.NOTICE, Priority.NOTICE),
        rules.stream().map(Rule::priority).toList());
    assertTrue(
        ConditionPrinter.print(rules.getFirst().expression())
            .endsWith("tolower(user.name) = root)"),
        () -> ConditionPrinter.print(rules.getFirst().expression()));
    assertTrue(ConditionPrinter.print(rules.getLast().expression()).endsWith("= three"));
  }

  @Test
  void rulesOfOneTitleStayApart() {
    RuleLoader.Result result = load(RULE + "---\n" + RULE.replace("id: 1", "id: 2"));
    assertEquals(List.of("A", "A (2)"), names(result));
    assertEquals(Namespace.SIGMA, result.rules().rules().getFirst().namespace());
  }

  @Test
  void falcoAndSigmaInOneFile() {
    RuleLoader.Result result =
        load(
            RULE
                + """
                ---
                - macro: m
                  condition: evt.type = open
                - rule: F
                  desc: d
                  condition: m
                  output: o
                  priority: INFO
                """);
    assertEquals(List.of("F", "A"), names(result));
    FileReport file = result.report().files().getFirst();
    assertEquals(2, file.rules());
    assertEquals(1, file.macros());
    assertEquals(Namespace.USER, file.namespace());
  }

  @Test
  void whatBelongsToCorrelationsComesLater() {
    RuleLoader.Result result =
        load(
            """
            title: Many
            correlation:
              type: event_count
              rules: [base]
              group-by: [User]
              timespan: 1h
              condition: {gte: 10}
            ---
            name: base
            """
                + RULE);
    assertEquals(List.of(), names(result));
    assertFalse(result.diagnostics().hasErrors());
    assertEquals(
        Map.of("correlation comes later", 1, "it only serves a correlation, which comes later", 1),
        result.report().files().getFirst().reasons());
    String generating =
        """
        title: Many
        correlation: {type: temporal, rules: [1], timespan: 1h, generate: true}
        ---
        """;
    assertEquals(List.of("A"), names(load(generating + RULE)));
    assertEquals(
        "filters of other rules come later",
        reason("title: F\nlogsource: {product: linux}\nfilter: {rules: [x], condition: s}\n"));
  }

  @Test
  void aRuleThatSaysSoItselfIsUnsupported() {
    assertEquals("its status is 'unsupported'", reason("status: unsupported\n" + RULE));
    assertEquals(
        "a regular expression uses what RE2 and Sigma do not have",
        reason(RULE.replace("User: a", "CommandLine|re: 'a(?!b)'")));
  }

  @Test
  void countsOfAFile() {
    RuleLoader.Result result =
        load(
            RULE
                + "---\n"
                + RULE.replace("category: process_creation", "product: windows")
                + "---\n"
                + RULE.replace("condition: s", "condition: x"));
    FileReport file = result.report().files().getFirst();
    assertEquals(Namespace.SIGMA, file.namespace());
    assertEquals(3, file.rules());
    assertEquals(1, file.unsupported());
    assertEquals(1, file.wrong());
    assertEquals(Map.of("product 'windows' is not Linux", 1), file.reasons());
    assertEquals(1, result.rules().rules().size());
  }

  @Test
  void levelsAndTagsOfNone() {
    Rule rule = load(RULE).rules().rules().getFirst();
    assertEquals(Priority.WARNING, rule.priority());
    assertEquals(List.of(), rule.tags());
    assertEquals("A", rule.description());
  }
}
