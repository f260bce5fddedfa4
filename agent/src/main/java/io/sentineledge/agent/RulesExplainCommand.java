package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
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
import io.sentineledge.rules.explain.ConditionLayout;
import io.sentineledge.rules.explain.Explainer;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.LineExplainer;
import io.sentineledge.rules.explain.Verdict;
import io.sentineledge.rules.scenario.Scene;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
          + " events --json. What a line does not carry is said to be unknown."
    },
    footer = "%nExit status: 0 done, 2 if the rule does not exist or the event cannot be read.")
final class RulesExplainCommand implements Callable<Integer> {
  private static final int MOST_BYTES = 16 << 20;

  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RuleOptions options = new RuleOptions();

  @Parameters(paramLabel = "RULE", description = "The rule's name.")
  private String name = "";

  @Option(names = "--event", paramLabel = "FILE", description = "The event; - for standard input.")
  private @Nullable Path event;

  @Option(names = "--all", description = "Show the parts that do not decide, too.")
  private boolean all;

  private final Diagnostics diagnostics = new Diagnostics();
  private final boolean colour = Terminal.of(Terminal.STDOUT, System.getenv()).colour();

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
    EventInput input = event == null ? null : input(event);
    if (event != null && input == null) {
      System.err.print(diagnostics.render(Severity.WARNING));
      return ExitCode.USAGE;
    }
    for (Rule rule : found) {
      head(rule);
      if (input == null) {
        out().println(safeLines(ConditionLayout.layOut(rule.expression())));
      } else {
        explain(rule, loaded.rules(), input);
      }
    }
    out().flush();
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  private static String safeLines(String text) {
    return text.lines().map(SafeText::of).collect(Collectors.joining("\n"));
  }

  private void head(Rule rule) {
    String types =
        rule.condition().eventTypes().size() >= EventType.values().length - 1
            ? "all"
            : rule.condition().eventTypes().stream()
                .map(EventType::falcoName)
                .collect(Collectors.joining(", "));
    PrintWriter out = out();
    out.println(Style.BOLD.apply(colour, SafeText.of(rule.name())));
    out.println(
        Style.DIM.apply(
            colour,
            SafeText.of(
                rule.position()
                    + ", "
                    + rule.priority().falcoName()
                    + (rule.enabled() ? "" : ", disabled")
                    + "; events: "
                    + types)));
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

  private void explain(Rule rule, RuleSet rules, EventInput input) {
    int[] number = {0};
    for (EventInput.Story story : input.stories()) {
      if (!story.name().isEmpty()) {
        out().println(SafeText.of(story.name()));
      }
      Scene scene = new Scene();
      rules.paths().forEach(scene.context().files()::register);
      story
          .events()
          .forEach(each ->
              scene.play(
                  each,
                  context -> {
                    number[0]++;
                    String title = "event " + number[0] + ", " + context.event().type().falcoName();
                    print(title, rule, new Explainer(context).explain(rule.expression()), false);
                  }));
    }
    for (EventInput.Line line : input.lines()) {
      number[0]++;
      boolean own = rule.name().equals(line.rule());
      String title = "line " + number[0] + (line.rule() == null ? "" : ", alert of " + line.rule());
      print(title, rule, LineExplainer.explain(rule, rules, line.mapping()), own);
    }
  }

  /**
   * @param fired whether the line is an alert of this very rule
   */
  private void print(String title, Rule rule, @Nullable Explanation explanation, boolean fired) {
    PrintWriter out = out();
    if (explanation == null) {
      out.println(SafeText.of(title) + ": the rule is not about events with these fields");
      return;
    }
    String verdict =
        switch (explanation.verdict()) {
          case TRUE -> "fires";
          case FALSE -> fired ? "fired, but not by what the line carries" : "does not fire";
          case UNKNOWN ->
              fired
                  ? "fired; the line does not carry all that the rule looks at"
                  : "cannot be told from what the line carries";
        };
    out.println(SafeText.of(title) + ": " + verdict);
    if (!rule.enabled()) {
      out.println("The rule is disabled.");
    }
    out.print(ExplanationText.of(explanation, colour, all, "  "));
    if (fired && explanation.verdict() == Verdict.FALSE) {
      out.println("  The file has another name that the line does not carry, or the rule changed.");
    }
  }
}
