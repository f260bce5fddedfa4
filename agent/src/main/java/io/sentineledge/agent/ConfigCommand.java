package io.sentineledge.agent;

import io.sentineledge.agent.config.ConfigDocument;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentinel-edge config}. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Show the configuration.",
    subcommands = ConfigCommand.Show.class)
final class ConfigCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SentinelEdge parent;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw UsageErrors.missingCommand(Objects.requireNonNull(spec));
  }

  /** {@code sentinel-edge config show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Print what every key is set to, and by what: a file, a variable, an option.")
  static final class Show implements Callable<Integer> {
    @ParentCommand private @Nullable ConfigCommand parent;
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws ConfigException {
      SentinelEdge root = Objects.requireNonNull(Objects.requireNonNull(parent).parent);
      String text = ConfigDocument.show(root.config());
      Objects.requireNonNull(spec).commandLine().getOut().print(text);
      Objects.requireNonNull(spec).commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
