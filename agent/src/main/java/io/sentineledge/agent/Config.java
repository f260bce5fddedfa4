package io.sentineledge.agent;

import io.sentineledge.sensor.SensorOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the agent is told to do.
 *
 * @param logLevel absent when the file does not set it
 * @param ruleFiles rule files and folders beside the shipped ones
 * @param defaultRules whether the shipped rules and those of /etc/sentineledge/rules.d are loaded
 * @param allMatches whether every rule that matches an event fires, and not only the first
 */
record Config(
    Optional<LogLevel> logLevel,
    SensorOptions sensor,
    List<Path> ruleFiles,
    boolean defaultRules,
    boolean allMatches) {

  /** What holds where the file says nothing. */
  static final Config DEFAULT =
      new Config(Optional.empty(), SensorOptions.DEFAULT, List.of(), true, false);
}
