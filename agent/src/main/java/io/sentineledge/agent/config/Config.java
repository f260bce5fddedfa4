package io.sentineledge.agent.config;

import io.sentineledge.sensor.SensorOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agent is told to do. Immutable.
 *
 * @param file the configuration file; null where there is none
 * @param values of all keys but those of outputs
 * @param outputs in the order of the file
 */
public record Config(@Nullable Path file, Values values, List<OutputConfig> outputs) {
  /** What holds where nothing is set. */
  public static final Config DEFAULT = new Config(null, new Values(Keys.ALL), List.of());

  /** The list is copied. */
  public Config {
    outputs = List.copyOf(outputs);
  }

  /** The value that holds. */
  public <T> T get(Key<T> key) {
    return values.get(key);
  }

  /** How the sensor is set up. */
  public SensorOptions sensor() {
    SensorOptions d = SensorOptions.DEFAULT;
    return new SensorOptions(
        get(EbpfKeys.RING_BUFFER_SIZE),
        get(EbpfKeys.EVENT_BATCH_SIZE),
        get(EbpfKeys.POLL_TIMEOUT),
        get(EbpfKeys.POLL_WINDOW),
        d.environment(),
        d.maxArgumentBytes(),
        get(EbpfKeys.MAX_EVENTS),
        get(EbpfKeys.BACKPRESSURE),
        get(SecurityKeys.ALERT_ON_ANOMALIES));
  }

  /** Rule files and folders beside the shipped ones. Relative names start at the file's folder. */
  public List<Path> ruleFiles() {
    return get(RuleKeys.RULE_FILES).stream().map(this::resolve).toList();
  }

  /** A file that the configuration names, from the folder of the file. */
  public Path resolve(String name) {
    return file == null ? Path.of(name) : file.toAbsolutePath().resolveSibling(name);
  }

  /** A file that a key names; empty where it names none. */
  public Optional<Path> path(Key<String> key) {
    String name = get(key);
    return name.isEmpty() ? Optional.empty() : Optional.of(resolve(name));
  }

  /** Whether the shipped rules and those of /etc/sentineledge/rules.d are loaded. */
  public boolean defaultRules() {
    return get(RuleKeys.DEFAULT_RULES);
  }

  /** Whether every rule that matches an event fires, and not only the first. */
  public boolean allMatches() {
    return get(RuleKeys.MATCHING) == RuleKeys.Matches.ALL;
  }

  /** What the sections of outputs hold that is shown to nobody. */
  public List<String> secrets() {
    List<String> all = new ArrayList<>();
    for (OutputConfig output : outputs) {
      all.add(output.get(OutputKeys.URL));
      output.get(OutputKeys.HEADERS).forEach(header -> all.add(header.value()));
      output.get(OutputKeys.PROPERTIES).forEach(property -> all.add(property.value()));
    }
    return all;
  }

  /** Names of keys that another configuration sets otherwise and only a restart takes over. */
  public List<String> needRestart(Config other) {
    return values.changed(other.values).stream()
        .filter(key -> !key.isLive())
        .map(Key::name)
        .toList();
  }
}
