package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "List the rules that would be loaded, with what each is for.")
final class RulesListCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RuleOptions options = new RuleOptions();

  @Override
  public Integer call() throws ConfigException {
    RuleLoader.Result loaded = LoadedRules.load(Objects.requireNonNull(parent).config(), options);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.WARNING)) {
      return ExitCode.USAGE;
    }
    boolean colour = Terminal.of(Terminal.STDOUT, System.getenv()).colour();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (Rule rule : loaded.rules().rules()) {
      out.printf(
          "%-13s  %-7s  %s%s%n",
          rule.priority().falcoName(),
          rule.namespace(),
          Style.BOLD.apply(colour, SafeText.of(rule.name())),
          rule.enabled() ? "" : "  (disabled)");
      out.println(indented(colour, rule.description()));
      if (!rule.tags().isEmpty()) {
        out.println(indented(colour, String.join(", ", rule.tags())));
      }
    }
    return ExitCode.OK;
  }

  private static String indented(boolean colour, String text) {
    return " ".repeat(24) + Style.DIM.apply(colour, SafeText.of(text.strip()));
  }
}
