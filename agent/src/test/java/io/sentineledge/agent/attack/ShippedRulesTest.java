package io.sentineledge.agent.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every shipped rule. */
final class ShippedRulesTest {
  private static final RuleLoader.Result LOADED = new RuleLoader().addShipped().load();
  private static final List<Case> CASES =
      Stream.of(
              CredentialAccessTest.CASES,
              ExecutionTest.CASES,
              CommandAndControlTest.CASES,
              PersistenceTest.CASES,
              PrivilegeEscalationTest.CASES,
              DefenseEvasionTest.CASES,
              SelfProtectionTest.CASES,
              KernelTest.CASES)
          .flatMap(List::stream)
          .toList();

  private static List<Rule> rules() {
    return LOADED.rules().rules();
  }

  @Test
  void loadWithoutErrorOrWarning() {
    assertEquals(
        "",
        LOADED.diagnostics().all().stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n")));
    assertTrue(rules().stream().allMatch(Rule::enabled));
  }

  @Test
  void haveAnAttackAndALookAlike() {
    Set<String> names = new TreeSet<>(rules().stream().map(Rule::name).toList());
    assertEquals(names, rulesOf(CASES.stream().filter(c -> !c.rules().isEmpty())));
    assertEquals(names, rulesOf(CASES.stream().filter(c -> c.rules().isEmpty())));
  }

  private static Set<String> rulesOf(Stream<Case> cases) {
    return cases.map(Case::rule).collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nameTacticAndTechnique() {
    for (Rule rule : rules()) {
      assertTrue(rule.tags().stream().anyMatch(t -> t.startsWith("mitre_")), rule.name());
      assertTrue(
          rule.tags().stream().anyMatch(t -> t.matches("T[0-9]{4}(\\.[0-9]{3})?")), rule.name());
    }
  }

  @Test
  void tellTheResponderWhoDidIt() {
    List<String> wanted =
        List.of(
            "%proc.exepath",
            "%proc.cmdline",
            "%proc.pexepath",
            "%proc.pcmdline",
            "%proc.aname[2]",
            "%user.name",
            "%user.loginname",
            "%user.loginuid",
            "%proc.tty",
            "%proc.pid");
    for (Rule rule : rules()) {
      for (String field : wanted) {
        assertTrue(rule.outputText().contains(field), rule.name() + " lacks " + field);
      }
    }
  }

  @Test
  void areListedInTheDocumentation() throws Exception {
    String page = Files.readString(Path.of("../docs/rules.md"));
    String open = "<!-- rules: checked by ShippedRulesTest -->\n";
    int from = page.indexOf(open) + open.length();
    assertEquals(table(), page.substring(from, page.indexOf("<!-- /rules -->")));
  }

  private static String table() {
    List<String> lines =
        new ArrayList<>(
            List.of("| rule | priority | ATT&CK | what it finds |", "|---|---|---|---|"));
    for (Rule rule : rules()) {
      String techniques =
          rule.tags().stream().filter(t -> t.startsWith("T1")).collect(Collectors.joining(", "));
      String priority = rule.priority().name();
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  rule.name(),
                  priority.charAt(0) + priority.substring(1).toLowerCase(Locale.ROOT),
                  techniques,
                  rule.description().strip()));
    }
    return String.join("\n", lines) + "\n";
  }
}
