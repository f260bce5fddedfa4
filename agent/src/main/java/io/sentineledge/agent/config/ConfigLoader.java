package io.sentineledge.agent.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together. What ranks higher wins: options of the command line, variables
 * of the environment, the file, {@code RUST_LOG}, what is built in.
 */
public final class ConfigLoader {
  /** The file that is read if it exists and nothing names another one. */
  public static final Path DEFAULT_FILE = Path.of("/etc/sentineledge/config.toml");

  private static final String FILE_VARIABLE = "SENTINEL_CONFIG_PATH";
  private static final String RUST_LOG = "RUST_LOG";
  private static final String PREFIX = "SENTINEL_";

  private final Map<String, String> environment;
  private final Problems problems = new Problems();
  private final Values values = new Values(Keys.ALL);

  /**
   * What was read.
   *
   * @param config to be used only if there are no errors
   * @param errors each with its place
   * @param notices what the operator should know of
   */
  public record Result(Config config, List<String> errors, List<String> notices) {}

  /**
   * An option that sets a key.
   *
   * @param key dotted name
   */
  public record Option(String key, String value, String origin) {}

  private ConfigLoader(Map<String, String> environment) {
    this.environment = new TreeMap<>(environment);
  }

  /**
   * Reads what is there.
   *
   * @param file that the command line names; null if none
   */
  public static Result load(
      @Nullable Path file, Map<String, String> environment, List<Option> options) {
    return new ConfigLoader(environment).load(file, options);
  }

  private Result load(@Nullable Path named, List<Option> options) {
    Path file = file(named);
    List<OutputConfig> outputs = new ArrayList<>();
    if (file != null) {
      outputs.addAll(ConfigFile.read(file, values, problems));
    }
    rustLog();
    variables();
    options.forEach(this::option);
    Config config = new Config(file, values, outputs);
    new ConfigCheck(config, problems).run();
    return new Result(config, problems.errors(), problems.notices());
  }

  private @Nullable Path file(@Nullable Path named) {
    String variable = environment.getOrDefault(FILE_VARIABLE, "");
    if (named != null || !variable.isEmpty()) {
      return named == null ? Path.of(variable) : named;
    }
    return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
  }

  private void rustLog() {
    String directives = environment.getOrDefault(RUST_LOG, "");
    if (!directives.isEmpty() && !values.isSet(LoggingKeys.LOG_LEVEL)) {
      RustLog.level(directives)
          .ifPresentOrElse(
              level -> values.set(LoggingKeys.LOG_LEVEL, level, RUST_LOG),
              () -> problems.notice(RUST_LOG, "names no level, value=" + directives));
    }
  }

  private void variables() {
    Map<String, Key<?>> known = new TreeMap<>();
    Keys.ALL.forEach(key -> known.put(key.variable(), key));
    environment.forEach((name, text) -> {
      Key<?> key = known.get(name);
      if (key != null) {
        set(key, text, name, name);
      } else if (name.startsWith(PREFIX) && !name.equals(FILE_VARIABLE)) {
        // No error: Kubernetes makes variables from the names of services
        problems.notice(
            name, "is no variable of the agent" + Similar.question(name, known.keySet()));
      }
    });
  }

  private void option(Option option) {
    for (Key<?> key : Keys.ALL) {
      if (key.name().equals(option.key()) || key.aliases().contains(option.key())) {
        set(key, option.value(), option.origin(), option.origin() + " " + option.key());
        return;
      }
    }
    List<String> names = Keys.ALL.stream().map(Key::name).toList();
    problems.error(
        option.origin(), "unknown key " + option.key() + Similar.question(option.key(), names));
  }

  private <T> void set(Key<T> key, String text, String origin, String place) {
    T value = key.type().ofText().apply(text);
    if (value == null) {
      problems.error(
          place, "must be " + key.type().wanted() + ", but is " + ValueType.quoted(text));
    } else {
      values.set(key, value, origin);
    }
  }
}
