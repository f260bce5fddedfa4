package io.sentineledge.rules.sigma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleReport.FileReport;
import io.sentineledge.rules.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Public Sigma rules load as they are. */
class SigmaCorpusTest {
  private static final Path FOLDER = Path.of("../../shared/corpus/sigma");

  @Test
  void allFilesLoadOrSayWhyNot() {
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(FOLDER), () -> "skipped, no such folder: " + FOLDER);
    }
    assertTrue(Files.exists(FOLDER), () -> "no such folder: " + FOLDER.toAbsolutePath());
    RuleLoader.Result result = new RuleLoader().add(FOLDER).load();
    assertEquals("", result.diagnostics().render(Severity.WARNING));
    List<FileReport> files = result.report().files();
    assertEquals(68, files.size());
    assertEquals(68, files.stream().mapToInt(FileReport::rules).sum());
    assertEquals(68, result.rules().rules().size());
    assertTrue(
        result.rules().rules().stream().allMatch(rule -> rule.namespace() == Namespace.SIGMA));
    Map<String, Integer> reasons = new TreeMap<>();
    files.forEach(file -> file.reasons().forEach((why, n) -> reasons.merge(why, n, Integer::sum)));
    assertEquals(Map.of(), reasons);
  }
}
