package io.sentineledge.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} takes, named or not. */
final class RunOptions {
  @Mixin RuleOptions rules = new RuleOptions();

  @Option(names = "--json", description = "Print each alert as one line of JSON.")
  boolean json;

  @Option(
      names = "--check-config",
      description = "Check the configuration and the rules, and start nothing.")
  boolean checkConfig;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Quantities.Time.class,
      description = "End so long after it is ready, such as 10s, 2m or 1h; else when told to stop.")
  @Nullable Duration duration;
}
