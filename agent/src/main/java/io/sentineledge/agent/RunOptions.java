package io.sentineledge.agent;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code run} takes, named or not. */
final class RunOptions {
  final RuleOptions rules = new RuleOptions();
  boolean json;
  boolean checkConfig;
  @Nullable Duration duration;

  /** To be mixed into a command. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addMixin("rules", rules.spec())
        .addOption(
            Options.flag(
                "--json",
                "Print each alert as one line of JSON.",
                () -> json,
                given -> json = given))
        .addOption(
            Options.flag(
                "--check-config",
                "Check the configuration and the rules, and start nothing.",
                () -> checkConfig,
                given -> checkConfig = given))
        .addOption(
            Options.<@Nullable Duration>named(
                    "--duration", Duration.class, () -> duration, given -> duration = given)
                .converters(new Quantities.Time())
                .paramLabel("TIME")
                .description(
                    "End so long after it is ready, such as 10s, 2m or 1h; else when told to stop.")
                .build());
  }
}
