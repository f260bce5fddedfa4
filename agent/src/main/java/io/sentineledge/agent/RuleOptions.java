package io.sentineledge.agent;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which rules are loaded. */
final class RuleOptions {
  @Option(
      names = "--rules",
      paramLabel = "FILE|DIR",
      description = "Load these rules too, beside the shipped ones. May be given several times.")
  List<Path> files = List.of();

  @Option(
      names = "--no-default-rules",
      description = "Load neither the shipped rules nor those in /etc/sentineledge/rules.d.")
  boolean noDefaults;
}
