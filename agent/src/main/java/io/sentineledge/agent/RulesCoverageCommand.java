package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules coverage}. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Write a layer for the MITRE ATT&CK Navigator: the techniques that the enabled rules are"
          + " tagged with.",
      "The score of a technique is the number of rules, its comment their names."
    })
final class RulesCoverageCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RulesCommand parent;
  @Spec private @Nullable CommandSpec spec;
  private final RuleOptions options = new RuleOptions();
  @Mixin final CommandSpec optionsSpec = options.spec();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to write it; standard output if left out.")
  private @Nullable Path file;

  @Override
  public Integer call() throws ConfigException {
    RuleLoader.Result loaded = LoadedRules.load(Objects.requireNonNull(parent).config(), options);
    if (!LoadedRules.usable(loaded.diagnostics(), Severity.ERROR)) {
      return ExitCode.USAGE;
    }
    AttackLayer layer = new AttackLayer(loaded.rules().rules());
    if (file == null) {
      Objects.requireNonNull(spec).commandLine().getOut().println(layer.json());
      return ExitCode.OK;
    }
    try {
      Files.writeString(file, layer.json() + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      System.err.println(
          SafeText.of("sentinel-edge: cannot write '" + file + "': " + e.getMessage()));
      return ExitCode.SOFTWARE;
    }
    System.err.println(SafeText.of(file + ": " + layer.techniques() + " techniques"));
    return ExitCode.OK;
  }
}
