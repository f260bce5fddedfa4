package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.NearestName;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.SourceReader;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.cases.CaseFile;
import io.sentineledge.rules.cases.CaseRunner;
import io.sentineledge.rules.cases.CaseRunner.Difference;
import io.sentineledge.rules.cases.RuleCase;
import io.sentineledge.rules.cases.RuleCase.Expected;
import io.sentineledge.sensor.capture.CaptureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Run rule tests: events given as fields, and the rules that must fire and must not.",
      "Of a folder all files are taken whose names end in .test.yaml or .test.yml."
    },
    footer = "%nExit status: 0 if all tests passed, 1 if one failed, 2 if a file is wrong.")
final class RulesTestCommand implements Callable<Integer> {
  private static final String MARGIN = "      ";

  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions options = new RuleOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

  @Option(names = "--all", description = "Explain with the parts that do not decide, too.")
  private boolean all;

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Files with rule tests.")
  private List<Path> files = List.of();

  private final Diagnostics diagnostics = new Diagnostics();
  private final SourceReader sources = new SourceReader(diagnostics);
  private int passed;
  private int failed;
  private boolean usable = true;

  @Override
  public Integer call() throws ConfigException {
    Config config = Objects.requireNonNull(parent).config();
    RuleLoader.Result common = LoadedRules.load(config, options);
    if (!LoadedRules.usable(common.diagnostics(), Severity.ERROR)) {
      return ExitCode.USAGE;
    }
    for (Path path : testFiles()) {
      SourceFile source = sources.read(path);
      if (source != null) {
        CaseFile file = CaseFile.read(source, diagnostics);
        if (file.cases().isEmpty() && !diagnostics.hasErrors()) {
          noTests(path, "a test begins with '- test:'");
        }
        run(path, file, config, common);
      }
    }
    PrintWriter out = out();
    System.err.print(diagnostics.render(Severity.WARNING));
    int tests = passed + failed;
    out.printf("%d test%s, %d failed%n", tests, tests == 1 ? "" : "s", failed);
    return !usable || diagnostics.hasErrors()
        ? ExitCode.USAGE
        : failed > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private List<Path> testFiles() {
    List<Path> found = new ArrayList<>();
    for (Path path : files) {
      if (!Files.isDirectory(path)) {
        found.add(path);
        continue;
      }
      try (Stream<Path> below = Files.walk(path)) {
        List<Path> sorted = below.filter(RulesTestCommand::isTest).sorted().toList();
        if (sorted.isEmpty()) {
          noTests(path, "their names end in .test.yaml or .test.yml");
        }
        found.addAll(sorted);
      } catch (IOException | UncheckedIOException e) {
        sources.unreadable(path, e);
      }
    }
    return found;
  }

  /** Nothing to run is most often a wrong path, and must not pass for a success. */
  private void noTests(Path path, String hint) {
    System.err.println(SafeText.of(path + ": no rule tests: " + hint));
    usable = false;
  }

  private static boolean isTest(Path path) {
    String name = path.getFileName().toString();
    return (name.endsWith(".test.yaml") || name.endsWith(".test.yml")) && Files.isRegularFile(path);
  }

  private void run(Path path, CaseFile file, Config config, RuleLoader.Result common) {
    RuleLoader.Result loaded = file.rules().isEmpty() ? common : load(path, file, config);
    if (loaded == null) {
      return;
    }
    Set<String> names = loaded.rules().rules().stream().map(Rule::name).collect(Collectors.toSet());
    CaseRunner runner = new CaseRunner(loaded.rules());
    for (RuleCase test : file.cases()) {
      boolean firesKnown = known(test.fires(), names);
      boolean silentKnown = known(test.silent(), names);
      if (firesKnown && silentKnown) {
        run(path, test, runner);
      }
    }
  }

  private void run(Path path, RuleCase test, CaseRunner runner) {
    if (test.capture() == null) {
      report(test, runner.run(test));
      return;
    }
    try (Replay replay = Replay.open(path.resolveSibling(test.capture()))) {
      report(test, runner.run(test, (paths, handler) -> replay.run(paths, handler, () -> false)));
    } catch (CaptureException e) {
      diagnostics.error(
          test.location(),
          "the capture of test '" + test.name() + "' cannot be read: " + e.getMessage(),
          test.capture(),
          null);
    }
  }

  /** The rules that the file names, beside those of the command line; null if they are wrong. */
  private RuleLoader.@Nullable Result load(Path path, CaseFile file, Config config) {
    List<Path> more = new ArrayList<>();
    for (Scalar name : file.rules()) {
      Path folder = path.toAbsolutePath().getParent();
      more.add(folder == null ? Path.of(name.value()) : folder.resolve(name.value()).normalize());
    }
    RuleLoader.Result loaded = LoadedRules.load(config, options, more);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.ERROR)) {
      usable = false;
      return null;
    }
    return loaded;
  }

  private boolean known(List<Expected> rules, Set<String> names) {
    boolean known = true;
    for (Expected expected : rules) {
      if (!names.contains(expected.rule())) {
        known = false;
        diagnostics.error(
            expected.location(),
            "there is no rule '" + expected.rule() + "'",
            expected.rule(),
            NearestName.suggestion(
                expected.rule(), names, "Load its file with --rules, or name it under 'rules:'."));
      }
    }
    return known;
  }

  private void report(RuleCase test, List<Difference> differences) {
    boolean colour = Terminal.of(Terminal.STDOUT, System.getenv()).colour();
    PrintWriter out = out();
    String place = SafeText.of(test.location().position() + "  " + test.name());
    if (differences.isEmpty()) {
      passed++;
      out.println(Style.GREEN.apply(colour, "ok  ") + "  " + place);
      return;
    }
    failed++;
    out.println(Style.RED.apply(colour, "FAIL") + "  " + place);
    for (Difference difference : differences) {
      out.println(MARGIN + title(difference));
      if (difference.explanation() != null) {
        out.print(ExplanationText.of(difference.explanation(), colour, all, MARGIN + "  "));
      }
    }
  }

  private static String title(Difference difference) {
    String rule = SafeText.of("rule \"" + difference.expected().rule() + '"');
    String what = difference.fired() ? " must not fire, but did" : " must fire, but did not";
    if (difference.type() == null) {
      return rule + what + ": there was no event that it is about";
    }
    return "%s%s (event %d, %s)"
        .formatted(rule, what, difference.event(), difference.type().falcoName());
  }
}
