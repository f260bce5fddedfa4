package io.sentineledge.agent;

import io.sentineledge.output.SafeText;
import io.sentineledge.sensor.SensorOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads a configuration file (TOML 1.0). Every key, type and range is checked, and all errors are
 * reported at once, each as {@code file:line:column: what is wrong; what to do}.
 */
final class ConfigFile {
  private final Path file;
  private final TomlParseResult toml;
  private final List<String> errors = new ArrayList<>();
  private final List<String> withoutEffect = new ArrayList<>();

  private ConfigFile(Path file, TomlParseResult toml) {
    this.file = file;
    this.toml = toml;
  }

  /**
   * What a file says.
   *
   * @param config what the agent does
   * @param withoutEffect keys that are known but that this version does not act on
   */
  record Result(Config config, List<String> withoutEffect) {}

  static Result read(Path file) throws ConfigException {
    ConfigFile reader = new ConfigFile(file, Toml.parse(text(file)));
    reader.toml.errors().forEach(e -> reader.error(e.position(), syntax(e.getMessage())));
    if (reader.errors.isEmpty()) {
      reader.check(reader.toml, "");
    }
    Config config = reader.errors.isEmpty() ? reader.config() : Config.DEFAULT;
    if (!reader.errors.isEmpty()) {
      throw new ConfigException(reader.errors);
    }
    return new Result(config, List.copyOf(reader.withoutEffect));
  }

  private static String text(Path file) throws ConfigException {
    String problem;
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problem = "no such file";
    } catch (AccessDeniedException e) {
      problem = "permission denied";
    } catch (CharacterCodingException e) {
      problem = "not a text file in UTF-8";
    } catch (IOException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    throw new ConfigException(
        List.of(SafeText.of(file + ": error: can't read the configuration: " + problem)));
  }

  private static String syntax(@Nullable String message) {
    return "not valid TOML: " + (message == null ? "unknown reason" : message);
  }

  private void check(TomlTable table, String prefix) {
    for (String key : table.keySet()) {
      String name = prefix + key;
      Object value = table.get(List.of(key));
      if (value instanceof TomlTable inner) {
        boolean known = Setting.ALL.keySet().stream().anyMatch(k -> k.startsWith(name + "."));
        if (known) {
          check(inner, name + ".");
        } else {
          error(position(table, key), unknown("section", "[" + name + "]", sections(), name));
        }
        continue;
      }
      Setting setting = Setting.ALL.get(name);
      if (sections().contains(name)) {
        error(position(table, key), name + " must be a section, but is " + value);
      } else if (setting == null) {
        error(position(table, key), unknown("key", name, Setting.ALL.keySet(), name));
      } else {
        checkValue(position(table, key), name, setting, value);
      }
    }
  }

  private void checkValue(
      @Nullable TomlPosition at, String name, Setting setting, @Nullable Object value) {
    boolean fits =
        switch (setting.kind()) {
          case BOOLEAN -> value instanceof Boolean;
          case INTEGER -> value instanceof Long;
          case STRING -> value instanceof String;
          case STRINGS -> value instanceof TomlArray array && (array.isEmpty() || strings(array));
        };
    if (!fits) {
      Object actual = value instanceof TomlArray array ? array.toList() : value;
      error(at, name + " must be " + setting.kind().wanted() + ", but is " + actual);
    } else if (value instanceof Long number && (number < setting.min() || number > setting.max())) {
      error(
          at,
          "%s must be from %d to %d, but is %d"
              .formatted(name, setting.min(), setting.max(), number));
    } else if (!setting.inUse()) {
      withoutEffect.add(name);
    }
  }

  private static boolean strings(TomlArray array) {
    return IntStream.range(0, array.size()).allMatch(i -> array.get(i) instanceof String);
  }

  private Config config() {
    SensorOptions d = Config.DEFAULT.sensor();
    SensorOptions sensor =
        new SensorOptions(
            integer(Setting.RING_BUFFER_SIZE, d.ringBytes()),
            integer(Setting.EVENT_BATCH_SIZE, d.batchSize()),
            integer(Setting.POLL_TIMEOUT, d.maxSleepMillis()),
            integer(Setting.SPIN, d.pollMicros()),
            d.environment(),
            d.maxArgumentBytes());
    return new Config(
        logLevel(),
        sensor,
        ruleFiles(),
        !Boolean.FALSE.equals(toml.getBoolean(Setting.DEFAULT_RULES)),
        allMatches());
  }

  private int integer(String name, int otherwise) {
    Long value = toml.getLong(name);
    return value == null ? otherwise : Math.toIntExact(value);
  }

  private Optional<LogLevel> logLevel() {
    Optional<LogLevel> core = logLevel(Setting.LOG_LEVEL);
    Optional<LogLevel> logging = logLevel(Setting.LOGGING_LEVEL);
    if (core.isPresent() && logging.isPresent() && !core.equals(logging)) {
      TomlPosition first = toml.inputPositionOf(Setting.LOG_LEVEL);
      TomlPosition second = toml.inputPositionOf(Setting.LOGGING_LEVEL);
      error(
          second,
          "%s is %s here, but %s is %s in line %d; keep one of them"
              .formatted(
                  Setting.LOGGING_LEVEL,
                  toml.getString(Setting.LOGGING_LEVEL),
                  Setting.LOG_LEVEL,
                  toml.getString(Setting.LOG_LEVEL),
                  first == null ? 0 : first.line()));
    }
    return logging.or(() -> core);
  }

  private Optional<LogLevel> logLevel(String name) {
    String value = toml.getString(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<LogLevel> level = LogLevel.of(value);
    if (level.isEmpty()) {
      error(
          toml.inputPositionOf(name),
          name + " must be one of " + LogLevel.NAMES + ", but is \"" + value + '"');
    }
    return level;
  }

  /** Relative names start at the configuration file's folder. */
  private List<Path> ruleFiles() {
    TomlArray files = toml.getArray(Setting.RULE_FILES);
    if (files == null) {
      return List.of();
    }
    return IntStream.range(0, files.size())
        .mapToObj(i -> file.toAbsolutePath().resolveSibling(files.getString(i)))
        .toList();
  }

  private boolean allMatches() {
    String value = toml.getString(Setting.MATCHING);
    if (value != null && !value.equals("first") && !value.equals("all")) {
      error(
          toml.inputPositionOf(Setting.MATCHING),
          Setting.MATCHING + " must be \"first\" or \"all\", but is \"" + value + '"');
    }
    return "all".equals(value);
  }

  private static Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    Setting.ALL.keySet().forEach(key -> sections.add(key.substring(0, key.indexOf('.'))));
    return sections;
  }

  private static String unknown(String what, String shown, Iterable<String> known, String name) {
    return "unknown "
        + what
        + ' '
        + shown
        + Similar.to(name, known).map(found -> "; did you mean " + found + "?").orElse("");
  }

  private static @Nullable TomlPosition position(TomlTable table, String key) {
    return table.inputPositionOf(List.of(key));
  }

  private void error(@Nullable TomlPosition at, String message) {
    String place = at == null ? "" : ":" + at.line() + ":" + at.column();
    errors.add(SafeText.of(file + place + ": error: " + message));
  }
}
