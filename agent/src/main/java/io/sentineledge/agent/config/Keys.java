package io.sentineledge.agent.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every key but those of outputs, in the order of the documentation. Parsing, validation, {@code
 * config show}, variables and docs/configuration.md follow from this table.
 */
final class Keys {
  static final int DAY_SECONDS = 86_400;

  /** Every key. */
  static final List<Key<?>> ALL =
      Stream.of(
              CoreKeys.ALL,
              EbpfKeys.ALL,
              MonitoringKeys.ALL,
              SecurityKeys.ALL,
              LoggingKeys.ALL,
              RuleKeys.ALL)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Keys() {}
}
