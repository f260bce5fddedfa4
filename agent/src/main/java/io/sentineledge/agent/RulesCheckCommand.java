package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleReport.FileReport;
import io.sentineledge.rules.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
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
    description = {
      "Check rule files: the named ones, or else all that would be loaded.",
      "All findings of all files are told at once. Rules that are skipped or unsupported do not"
          + " make the check fail: a skipped one is of an event source that does not exist here or"
          + " names unknown fields that it declares harmless; an unsupported one rests on events or"
          + " fields that have no value here."
    },
    footer = "%nExit status: 0 if the rules can be used, 2 if not.")
final class RulesCheckCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions options = new RuleOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

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
    out.print(summary(result));
    out.flush();
    return usable ? ExitCode.OK : ExitCode.USAGE;
  }

  /** How many rules of each file can be used, and why others can't; the number of findings. */
  static String summary(RuleLoader.Result result) {
    StringBuilder text = new StringBuilder();
    for (FileReport file : result.report().files()) {
      text.append(SafeText.of(line(file))).append('\n');
      file.reasons()
          .forEach((reason, rules) ->
              text.append(SafeText.of("    " + rules + ": " + reason)).append('\n'));
    }
    if (result.report().files().size() > 1) {
      text.append(total(result.report().files())).append('\n');
    }
    return text.append(
            "%s, %s, %s%n"
                .formatted(
                    number(result.diagnostics().count(Severity.ERROR), "error"),
                    number(result.diagnostics().count(Severity.WARNING), "warning"),
                    number(result.diagnostics().count(Severity.NOTE), "note")))
        .toString();
  }

  private static String total(List<FileReport> files) {
    StringJoiner details = new StringJoiner(", ");
    details
        .add(number(files.size(), "file"))
        .add(number(sum(files, FileReport::rules), "rule"))
        .add(number(sum(files, FileReport::macros), "macro"))
        .add(number(sum(files, FileReport::lists), "list"));
    add(details, sum(files, FileReport::disabled), "disabled");
    add(details, sum(files, FileReport::skipped), "skipped");
    add(details, sum(files, FileReport::unsupported), "unsupported");
    add(details, sum(files, FileReport::wrong), "wrong");
    return details.toString();
  }

  private static int sum(List<FileReport> files, ToIntFunction<FileReport> count) {
    return files.stream().mapToInt(count).sum();
  }

  private static String line(FileReport file) {
    StringJoiner details = new StringJoiner(", ");
    details
        .add(number(file.rules(), "rule"))
        .add(number(file.macros(), "macro"))
        .add(number(file.lists(), "list"));
    add(details, file.disabled(), "disabled");
    add(details, file.skipped(), "skipped");
    add(details, file.unsupported(), "unsupported");
    add(details, file.wrong(), "wrong");
    return file.file() + ": " + details;
  }

  private static String number(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static void add(StringJoiner to, int count, String what) {
    if (count > 0) {
      to.add(count + " " + what);
    }
  }
}
