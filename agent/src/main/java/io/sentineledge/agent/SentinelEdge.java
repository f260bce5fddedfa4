package io.sentineledge.agent;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sentinel-edge}; without a command it does what {@code run} does. */
@Command(
    name = "sentinel-edge",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Watch what processes on this machine do, and alert on what the rules say.",
      "Alerts go to standard output, everything else to standard error."
    },
    subcommands = {
      RunCommand.class,
      EventsCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      DoctorCommand.class,
      RulesCommand.class
    },
    footer = "%nExit status: 0 done, 1 failed while running, 2 bad usage, configuration or rules.")
final class SentinelEdge implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(SentinelEdge.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read this configuration file.")
  private @Nullable Path config;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "How much to log: ${COMPLETION-CANDIDATES}.")
  private @Nullable LogLevel logLevel;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws ConfigException {
    return RunCommand.run(config(), options);
  }

  /** Reads the configuration, if one is named, and sets the log's level. */
  Config config() throws ConfigException {
    if (logLevel != null) {
      Logging.level(logLevel);
    }
    if (config == null) {
      return Config.DEFAULT;
    }
    ConfigFile.Result file = ConfigFile.read(config);
    if (logLevel == null) {
      file.config().logLevel().ifPresent(Logging::level);
    }
    if (!file.withoutEffect().isEmpty()) {
      LOG.info(
          "{}: without effect in this version: {}",
          config,
          String.join(", ", file.withoutEffect()));
    }
    return file.config();
  }
}
