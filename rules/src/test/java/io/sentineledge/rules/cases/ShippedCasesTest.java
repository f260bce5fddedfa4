package io.sentineledge.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.cases.RuleCase.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules in the box, by the rule tests in {@code cases/*.test.yaml}. */
class ShippedCasesTest {
  private static final List<String> FILES =
      List.of(
          "command_and_control",
          "credential_access",
          "defense_evasion",
          "execution",
          "kernel",
          "persistence",
          "privilege_escalation",
          "self_protection");
  private static final RuleSet RULES = new RuleLoader().addShipped().load().rules();

  private static List<RuleCase> cases() throws IOException {
    List<RuleCase> all = new ArrayList<>();
    for (String name : FILES) {
      Diagnostics diagnostics = new Diagnostics();
      all.addAll(CaseFile.read(source(name + ".test.yaml"), diagnostics).cases());
      assertFalse(diagnostics.hasErrors(), () -> diagnostics.render(Severity.WARNING));
    }
    return all;
  }

  private static SourceFile source(String name) throws IOException {
    try (InputStream in =
        ShippedCasesTest.class.getResourceAsStream("/io/sentineledge/rules/cases/" + name)) {
      assertNotNull(in, name);
      return new SourceFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseHolds() throws IOException {
    CaseRunner runner = new CaseRunner(RULES);
    return cases().stream()
        .map(test ->
            DynamicTest.dynamicTest(
                test.location().position() + " " + test.name(),
                () -> assertEquals(List.of(), runner.run(test))));
  }

  @Test
  void everyRuleHasACaseThatItFiresForAndOneOfItsEventTypesThatItDoesNot() throws IOException {
    Set<String> fires = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (RuleCase test : cases()) {
      test.fires().stream().map(Expected::rule).forEach(fires::add);
      test.silent().stream().map(Expected::rule).forEach(silent::add);
      for (Rule rule : test.othersSilent() ? RULES.rules() : List.<Rule>of()) {
        boolean about =
            test.events().stream().anyMatch(e -> rule.condition().eventTypes().contains(e.type()));
        if (about && test.fires().isEmpty()) {
          silent.add(rule.name());
        }
      }
    }
    Set<String> all =
        RULES.rules().stream().map(Rule::name).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, fires);
    assertEquals(all, silent);
  }
}
