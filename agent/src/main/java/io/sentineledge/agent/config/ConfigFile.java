package io.sentineledge.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private static final String OUTPUTS = "outputs";
  private static final Map<String, Key<?>> KEYS = byName();

  private final Path file;
  private final Problems problems;
  private final Values values;
  private final List<OutputConfig> outputs = new ArrayList<>();

  /** Where a key was first set, to name both places when it is set twice. */
  private final Map<Key<?>, Place> places = new HashMap<>();

  private record Place(String name, int line) {}

  private ConfigFile(Path file, Values values, Problems problems) {
    this.file = file;
    this.values = values;
    this.problems = problems;
  }

  private static Map<String, Key<?>> byName() {
    Map<String, Key<?>> keys = new HashMap<>();
    for (Key<?> key : Keys.ALL) {
      keys.put(key.name(), key);
      key.aliases().forEach(alias -> keys.put(alias, key));
    }
    return keys;
  }

  /** Takes over what the file says; returns its outputs. */
  static List<OutputConfig> read(Path file, Values values, Problems problems) {
    ConfigFile reader = new ConfigFile(file, values, problems);
    String text = reader.text();
    if (text != null) {
      TomlParseResult toml = Toml.parse(text);
      toml.errors().forEach(e -> reader.error(e.position(), "not valid TOML: " + e.getMessage()));
      if (toml.errors().isEmpty()) {
        reader.read(toml, "");
      }
    }
    return reader.outputs;
  }

  private @Nullable String text() {
    String problem;
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problem = "no such file; name one with --config or SENTINEL_CONFIG_PATH";
    } catch (AccessDeniedException e) {
      problem = "permission denied; run it as root, or let this user read the file";
    } catch (CharacterCodingException e) {
      problem = "not a text file in UTF-8";
    } catch (IOException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    problems.error(file.toString(), "can't read the configuration: " + problem);
    return null;
  }

  private void read(TomlTable table, String prefix) {
    for (String last : table.keySet()) {
      String name = prefix + last;
      TomlPosition at = table.inputPositionOf(List.of(last));
      Object value = table.get(List.of(last));
      Key<?> key = KEYS.get(name);
      if (key != null) {
        set(values, key, name, value, at);
      } else if (name.equals(OUTPUTS) && value instanceof TomlTable all) {
        readOutputs(all);
      } else if (value instanceof TomlTable inner) {
        if (sections().stream().anyMatch(s -> s.equals(name) || s.startsWith(name + "."))) {
          read(inner, name + ".");
        } else {
          unknown(at, "section [" + name + "]", name, sections());
        }
      } else if (sections().contains(name)) {
        error(at, name + " must be a section, but is " + shown(value));
      } else {
        // With a dot also before a key outside of all sections: it is looked for in each
        unknown(at, "key " + name, prefix.isEmpty() ? "." + name : name, KEYS.keySet());
      }
    }
  }

  private void readOutputs(TomlTable all) {
    for (String name : all.keySet()) {
      TomlPosition at = all.inputPositionOf(List.of(name));
      if (all.get(List.of(name)) instanceof TomlTable output) {
        readOutput(name, output, at);
      } else {
        error(
            at, "outputs." + name + " must be a section, but is " + shown(all.get(List.of(name))));
      }
    }
  }

  private void readOutput(String output, TomlTable table, @Nullable TomlPosition section) {
    Values own = new Values(OutputKeys.ALL);
    List<String> known = OutputKeys.ALL.stream().map(Key::lastName).toList();
    String prefix = OUTPUTS + "." + output + ".";
    for (String last : table.keySet()) {
      TomlPosition at = table.inputPositionOf(List.of(last));
      int index = known.indexOf(last);
      if (index < 0) {
        unknown(at, "key " + prefix + last, last, known);
      } else {
        set(own, OutputKeys.ALL.get(index), prefix + last, table.get(List.of(last)), at);
      }
    }
    if (!table.contains("type")) {
      error(section, prefix + "type is missing: it must be " + OutputKeys.TYPE.type().wanted());
    }
    outputs.add(new OutputConfig(output, own));
  }

  private <T> void set(
      Values to, Key<T> key, String name, @Nullable Object toml, @Nullable TomlPosition at) {
    T value = toml == null ? null : key.type().ofToml().apply(toml);
    if (value == null) {
      error(at, name + " must be " + key.type().wanted() + ", but is " + shown(toml));
      return;
    }
    int line = at == null ? 0 : at.line();
    Place before = to == values ? places.putIfAbsent(key, new Place(name, line)) : null;
    if (before != null && !to.get(key).equals(value)) {
      error(
          at,
          "%s is %s here, but %s is %s in line %d; keep one of them"
              .formatted(name, shown(toml), before.name(), to.show(key), before.line()));
      return;
    }
    to.set(key, value, file + ":" + line);
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case String text -> ValueType.quoted(text);
      case TomlArray array -> array.toList().toString();
      case TomlTable table -> "a section";
      default -> value.toString();
    };
  }

  private static Set<String> sections() {
    Set<String> sections = new TreeSet<>(List.of(OUTPUTS));
    KEYS.keySet().forEach(key -> sections.add(key.substring(0, key.lastIndexOf('.'))));
    return sections;
  }

  private void unknown(
      @Nullable TomlPosition at, String what, String name, Collection<String> known) {
    error(at, "unknown " + what + Similar.question(name, known));
  }

  private void error(@Nullable TomlPosition at, String message) {
    problems.error(file + (at == null ? "" : ":" + at.line() + ":" + at.column()), message);
  }
}
