package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code docs/metrics.md} has what an agent that does everything answers to a scrape, and nothing
 * that is shipped asks for other metrics. To write it anew, run this test with {@code
 * -Dmetrics.write=true}.
 */
@Timeout(300)
class MetricsDocumentTest extends AgentFixture {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = ROOT.resolve("docs/metrics.md");
  private static final Pattern FAMILY =
      Pattern.compile("# HELP (\\w+) (.*)\n# TYPE \\w+ (\\w+)\n((?:[^#].*\n)*)");
  private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");
  private static final Pattern NAME = Pattern.compile("\\bsentinel_[a-z_]+[a-z]\\b(?![*_.])");
  private static final Set<String> OF_HISTOGRAMS = Set.of("_bucket", "_sum", "_count");

  private static final String BEGIN =
      """
      # Metrics

      Written by a test from what an agent answers; do not edit.

      `/metrics` of both ports (`monitoring.health_check_port`, `monitoring.prometheus_endpoint`), in Prometheus' text format or
      OpenMetrics, as the client asks. What can be known beforehand exists at 0 from the start. `sentinel_program_runs_total` and
      `sentinel_program_run_seconds_total` are there once the kernel's BPF statistics have been on.

      | metric | type | labels | meaning |
      | --- | --- | --- | --- |
      """;

  /** One with something of every kind to tell. */
  private String scrape() throws Exception {
    String output = "[outputs.copy]\ntype = \"file\"\npath = \"%s/alerts\"\n".formatted(folder);
    String state = "[core]\nstate_dir = \"%s/state\"\n".formatted(folder);
    Path file = Files.createFile(marked.resolve("f"));
    try (KernelStatistics statistics = new KernelStatistics();
        AgentProcess agent =
            start(
                Map.of("SENTINEL_MAX_EVENTS_PER_SEC", "1"),
                "--config",
                config(state + output).toString())) {
      for (String late :
          List.of("sentinel_workload_events_dropped_total{", "sentinel_program_runs_total{")) {
        agent.await(
            late,
            () -> {
              cat(file, file, file, file);
              return Scrape.metrics(agent).contains(late);
            });
      }
      return Scrape.metrics(agent);
    }
  }

  private static Map<String, String> rows(String scrape) {
    Map<String, String> rows = new TreeMap<>();
    Matcher family = FAMILY.matcher(scrape);
    while (family.find()) {
      String samples = family.group(4);
      assertTrue(!samples.isEmpty(), family.group(1));
      Set<String> labels =
          LABEL.matcher(samples).results().map(found -> found.group(1)).collect(Collectors.toSet());
      labels.remove("le");
      rows.put(
          family.group(1),
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  family.group(1),
                  family.group(3),
                  labels.stream()
                      .sorted()
                      .map(l -> "`" + l + "`")
                      .collect(Collectors.joining(", ")),
                  family.group(2)));
    }
    return rows;
  }

  /** Names of metrics in what is shipped and documented. */
  private static Set<String> namesInUse() throws IOException {
    List<Path> files = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    for (String folder :
        List.of("docs", "packaging/prometheus", "packaging/grafana", "packaging/scripts")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
        all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).forEach(files::add);
      }
    }
    Set<String> names = new TreeSet<>();
    for (Path file : files) {
      NAME.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(names::add);
    }
    return names;
  }

  @Test
  void documentIsUpToDateAndNobodyAsksForOthers() throws Exception {
    Map<String, String> rows = rows(scrape());
    String expected = BEGIN + String.join("", rows.values());
    if (Boolean.getBoolean("metrics.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertEquals(expected, Files.readString(DOCUMENT), "run with -Dmetrics.write=true");
    Set<String> unknown = namesInUse();
    assertTrue(unknown.size() > 20, unknown::toString);
    unknown.removeAll(rows.keySet());
    unknown.removeIf(name ->
        OF_HISTOGRAMS.stream()
            .anyMatch(end ->
                name.endsWith(end)
                    && rows.containsKey(name.substring(0, name.length() - end.length()))));
    assertEquals(Set.of(), unknown);
  }
}
