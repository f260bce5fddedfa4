package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge rules}. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Check, list, test and explain detection rules, and tell what they cover.",
    subcommands = {
      RulesCheckCommand.class,
      RulesListCommand.class,
      RulesExplainCommand.class,
      RulesTestCommand.class,
      RulesCoverageCommand.class
    })
final class RulesCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw UsageErrors.missingCommand(Objects.requireNonNull(spec));
  }

  Config config() throws ConfigException {
    return Objects.requireNonNull(parent).config();
  }
}
