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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;

/** {@code sentinel-edge}; without one of the {@link Commands} it does what {@code run} does. */
final class SentinelEdge implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(SentinelEdge.class);

  private final RunOptions options = new RunOptions();
  private @Nullable Path config;
  private @Nullable LogLevel logLevel;
  private Map<String, String> settings = Map.of();

  /** As the command line names it, without the other commands. */
  CommandSpec spec() {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(this)
            .name("sentinel-edge")
            .versionProvider(new Version())
            .addOption(
                Options.<@Nullable Path>named(
                        "--config", Path.class, () -> config, given -> config = given)
                    .scopeType(ScopeType.INHERIT)
                    .paramLabel("FILE")
                    .description("Read this configuration file, not /etc/sentineledge/config.toml.")
                    .build())
            .addOption(
                Options.<@Nullable LogLevel>named(
                        "--log-level", LogLevel.class, () -> logLevel, given -> logLevel = given)
                    .scopeType(ScopeType.INHERIT)
                    .paramLabel("LEVEL")
                    .description("How much to log: ${COMPLETION-CANDIDATES}.")
                    .build())
            .addOption(
                Options.named("--set", Map.class, () -> settings, given -> settings = given)
                    .auxiliaryTypes(String.class, String.class)
                    .scopeType(ScopeType.INHERIT)
                    .paramLabel("KEY=VALUE")
                    .description(
                        "Set a key of the configuration, such as%nebpf.batch_size=1."
                            + " May be repeated.")
                    .build())
            .addMixin("options", options.spec());
    spec.usageMessage()
        .description(
            "Watch what processes on this machine do, and alert on what the rules say.",
            "Alerts go to standard output, everything else to standard error.")
        .footer(
            "%nExit status: 0 done, 1 failed while running,"
                + " 2 bad usage, configuration or rules.");
    return Options.withStandard(spec);
  }

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
