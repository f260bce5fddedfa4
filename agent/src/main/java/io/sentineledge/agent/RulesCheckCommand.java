package io.sentineledge.agent;

import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleReport.FileReport;
import io.sentineledge.rules.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Check rule files: the named ones, or else all that would be loaded.",
    footer = "%nExit status: 0 if the rules can be used, 2 if not.")
final class RulesCheckCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RuleOptions options = new RuleOptions();

  @Parameters(paramLabel = "FILE|DIR", description = "Check only these.")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws ConfigException {
    RuleLoader.Result result;
    if (files.isEmpty()) {
      result = LoadedRules.load(Objects.requireNonNull(parent).config(), options);
    } else {
      RuleLoader loader = new RuleLoader();
      files.forEach(loader::add);
      result = loader.load();
    }
    boolean usable = LoadedRules.usable(result.diagnostics(), Severity.NOTE);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    result.report().files().forEach(file -> out.println(line(file)));
    out.printf(
        "%d errors, %d warnings, %d notes%n",
        result.diagnostics().count(Severity.ERROR),
        result.diagnostics().count(Severity.WARNING),
        result.diagnostics().count(Severity.NOTE));
    return usable ? ExitCode.OK : ExitCode.USAGE;
  }

  private static String line(FileReport file) {
    StringJoiner details = new StringJoiner(", ");
    details
        .add(file.rules() + " rules")
        .add(file.macros() + " macros")
        .add(file.lists() + " lists");
    add(details, file.disabled(), "disabled");
    add(details, file.skipped(), "skipped");
    add(details, file.unsupported(), "never match here");
    add(details, file.wrong(), "wrong");
    return file.file() + ": " + details;
  }

  private static void add(StringJoiner to, int count, String what) {
    if (count > 0) {
      to.add(count + " " + what);
    }
  }
}
