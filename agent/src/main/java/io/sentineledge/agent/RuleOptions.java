package io.sentineledge.agent;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Which rules are loaded. */
final class RuleOptions {
  List<Path> files = List.of();
  boolean noDefaults;

  /** To be mixed into a command. */
  CommandSpec spec() {
    return CommandSpec.create()
        .addOption(
            Options.named("--rules", List.class, () -> files, given -> files = given)
                .auxiliaryTypes(Path.class)
                .paramLabel("FILE|DIR")
                .description(
                    "Load these rules too, beside the shipped ones. May be given several times.")
                .build())
        .addOption(
            Options.flag(
                "--no-default-rules",
                "Load neither the shipped rules nor those in /etc/sentineledge/rules.d.",
                () -> noDefaults,
                given -> noDefaults = given));
  }
}
