package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Falco's own rule files load as they are. */
class FalcoCorpusTest {
  private static final Path FOLDER = Path.of("../../shared/corpus/falco");

  private static Path file(String name) {
    Path file = FOLDER.resolve(name);
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(file), () -> "skipped, no such file: " + file);
    }
    assertTrue(Files.exists(file), () -> "no such file: " + file.toAbsolutePath());
    return file;
  }

  private static RuleLoader.Result load(String... names) {
    RuleLoader loader = new RuleLoader();
    List.of(names).forEach(name -> loader.add(file(name)));
    return loader.load();
  }

  private static void check(RuleLoader.Result result, int rules) {
    assertEquals("", result.diagnostics().render(Severity.ERROR));
    assertEquals(rules, result.rules().rules().size());
  }

  @Test
  void stableRules() {
    check(load("falco_rules.yaml"), 25);
  }

  @Test
  void incubatingRules() {
    check(load("falco-incubating_rules.yaml"), 31);
  }

  @Test
  void bothTogether() {
    check(load("falco_rules.yaml", "falco-incubating_rules.yaml"), 56);
  }
}
