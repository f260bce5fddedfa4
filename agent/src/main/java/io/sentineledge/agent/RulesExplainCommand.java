package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.NearestName;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.SourceReader;
import io.sentineledge.rules.explain.Explainer;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.LineExplainer;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import io.sentineledge.sensor.capture.ReplaySource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Show a rule's condition with macros, lists and exceptions in place; and for an event,"
          + " which of its parts were true or false: why it fired, or why not.",
      "An event is a description as in rule tests, an alert's own line of JSON, or a line of"
          + " events --json. What a line does not carry is said to be unknown.",
      "Of a capture the first three events are taken for which the rule fires, or, if there is"
          + " none, the one that came nearest."
    },
    footer = "%nExit status: 0 done, 2 if the rule does not exist or the event cannot be read.")
final class RulesExplainCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 16 << 20;

  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions options = new RuleOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

  @Parameters(paramLabel = "RULE", description = "The rule's name.")
  private String name = "";

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "The event, or a capture; - for standard input.")
  private @Nullable Path event;

  @Option(
      names = "--json",
      description = "Print one line of JSON for each event, or for the rule if none is given.")
  private boolean json;

  @Option(names = "--all", description = "Show the parts that do not decide, too.")
  private boolean all;

  private final Diagnostics diagnostics = new Diagnostics();

  @Override
  public Integer call() throws ConfigException {
    RuleLoader.Result loaded = LoadedRules.load(Objects.requireNonNull(parent).config(), options);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.ERROR)) {
      return ExitCode.USAGE;
    }
    List<Rule> found =
        loaded.rules().rules().stream().filter(rule -> rule.name().equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = loaded.rules().rules().stream().map(Rule::name).toList();
      System.err.println(
          SafeText.of(
              "sentinel-edge: there is no rule '"
                  + name
                  + "'. "
                  + NearestName.suggestion(name, names, "'rules list' tells their names.")));
      return ExitCode.USAGE;
    }
    boolean described = event != null && !ReplaySource.isCapture(event);
    EventInput input = event != null && described ? input(event) : null;
    if (described && input == null) {
      System.err.print(diagnostics.render(Severity.WARNING));
      return ExitCode.USAGE;
    }
    ExplanationOutput out =
        json
            ? new ExplanationJson(out())
            : new ExplanationLines(
                out(), Terminal.of(Terminal.STDOUT, System.getenv()).colour(), all);
    for (Rule rule : found) {
      out.rule(rule, event == null);
      if (input != null) {
        explain(rule, loaded.rules(), input, out);
      } else if (event != null) {
        try (Replay replay = ReplayCommand.open(event)) {
          CaptureExplanation explanation = new CaptureExplanation(rule);
          explanation.read(replay, loaded.rules().paths());
          explanation.tell(out);
        }
      }
    }
    out().flush();
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private @Nullable EventInput input(Path path) {
    SourceReader sources = new SourceReader(diagnostics);
    SourceFile file;
    if (path.toString().equals("-")) {
      try {
        file = sources.decode("standard input", System.in.readNBytes(MOST_BYTES + 1));
      } catch (IOException e) {
        diagnostics.error(
            Location.of(new SourceFile("standard input", "")),
            "cannot read standard input: " + e.getMessage(),
            null,
            null);
        return null;
      }
    } else {
      file = sources.read(path);
    }
    return file == null ? null : EventInput.read(file, diagnostics);
  }

  private static void explain(Rule rule, RuleSet rules, EventInput input, ExplanationOutput out) {
    long[] number = {0};
    for (EventInput.Story story : input.stories()) {
      if (!story.test().isEmpty()) {
        out.note("test: " + story.test());
      }
      Scene scene = new Scene();
      rules.paths().forEach(scene.context().files()::register);
      for (EventDescription each : story.events()) {
        scene.play(
            each,
            context -> {
              String type = context.event().type().falcoName();
              Map<String, Object> facts = new LinkedHashMap<>();
              facts.put("number", ++number[0]);
              facts.put("type", type);
              if (!story.test().isEmpty()) {
                facts.put("test", story.test());
              }
              Explanation why = new Explainer(context).explain(rule.expression());
              String title = "event " + number[0] + ", " + type;
              out.event(rule, new ExplainedEvent(title, facts, why, false));
            });
      }
    }
    for (EventInput.Line line : input.lines()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("number", ++number[0]);
      String title = "line " + number[0];
      if (line.rule() != null) {
        facts.put("alert_of", line.rule());
        title += ", alert of " + line.rule();
      }
      Explanation why = LineExplainer.explain(rule, rules, line.mapping());
      out.event(rule, new ExplainedEvent(title, facts, why, rule.name().equals(line.rule())));
    }
  }
}
