package io.sentineledge.agent;

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
}
