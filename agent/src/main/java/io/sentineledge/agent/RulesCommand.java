package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

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
final class RulesCommand {
  @ParentCommand private @Nullable SentinelEdge parent;

  Config config() throws ConfigException {
    return Objects.requireNonNull(parent).config();
  }
}
