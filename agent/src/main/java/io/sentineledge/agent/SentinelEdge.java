package io.sentineledge.agent;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.config.LogLevel;
import io.sentineledge.agent.config.LoggingKeys;
import io.sentineledge.agent.logging.Logging;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sentinel-edge}; without one of the {@link Commands} it does what {@code run} does. */
@Command(
    name = "sentinel-edge",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Watch what processes on this machine do, and alert on what the rules say.",
      "Alerts go to standard output, everything else to standard error."
    },
    footer = "%nExit status: 0 done, 1 failed while running, 2 bad usage, configuration or rules.")
final class SentinelEdge implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(SentinelEdge.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read this configuration file, not /etc/sentineledge/config.toml.")
  private @Nullable Path config;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "How much to log: ${COMPLETION-CANDIDATES}.")
  private @Nullable LogLevel logLevel;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "Set a key of the configuration, such as%nebpf.batch_size=1. May be repeated.")
  private Map<String, String> settings = Map.of();

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws ConfigException {
    return RunCommand.run(this, options);
  }

  /**
   * Reads the configuration and sets the log's level.
   *
   * @throws ConfigException if it can't be used
   */
  Config config() throws ConfigException {
    ConfigLoader.Result result = read();
    if (!result.errors().isEmpty()) {
      throw new ConfigException(result.errors());
    }
    Logging.level(result.config().get(LoggingKeys.LOG_LEVEL));
    result.notices().forEach(LOG::info);
    return result.config();
  }

  /** Reads the configuration as it is now, whether it can be used or not. */
  ConfigLoader.Result read() {
    List<ConfigLoader.Option> set = new ArrayList<>();
    settings.forEach((key, value) -> set.add(new ConfigLoader.Option(key, value, "--set")));
    if (logLevel != null) {
      set.add(
          new ConfigLoader.Option(LoggingKeys.LOG_LEVEL.name(), logLevel.name(), "--log-level"));
    }
    return ConfigLoader.load(config, System.getenv(), set);
  }
}
