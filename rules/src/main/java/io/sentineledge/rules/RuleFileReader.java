package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the objects of one file into the definitions of its namespace, in order. */
final class RuleFileReader {
  private static final Pattern LIST_NAME = Pattern.compile("[^()\"'\\s=,]+");
  private static final Pattern MACRO_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final Set<String> LIST_KEYS = Set.of("list", "items", "append", "override");
  private static final Set<String> MACRO_KEYS = Set.of("macro", "condition", "append", "override");
  private static final List<String> OBJECTS =
      List.of("required_engine_version", "required_plugin_versions", "list", "macro", "rule");

  private static final Set<String> WRAPPERS = Set.of("customRules", "apiVersion");

  /** Plugins whose fields are known. */
  private static final Set<String> BUILT_IN_PLUGINS = Set.of("container", "k8smeta");

  private final Definitions definitions;
  private final Diagnostics diagnostics;
  private @Nullable EngineVersion requiredEngine;

  RuleFileReader(Definitions definitions, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.diagnostics = diagnostics;
  }

  /** The highest engine version that the file asks for; null if it asks for none. */
  @Nullable EngineVersion requiredEngine() {
    return requiredEngine;
  }

  void read(List<YamlNode> documents) {
    for (YamlNode document : documents) {
      if (document instanceof Sequence sequence) {
        sequence.items().forEach(this::readObject);
      } else if (!(document instanceof Scalar scalar && scalar.isNull())) {
        diagnostics.error(
            document.location(),
            "a rule file must be a sequence of objects, not " + document.kind(),
            null,
            wrapped(document)
                ? "Rules wrapped for Kubernetes: put the text below the file's name in a file of its own."
                : "Begin each object with '- rule:', '- macro:' or '- list:'.");
        definitions.incomplete = true;
      }
    }
  }

  /** Whether rules lie inside, as values of a Helm chart or as a ConfigMap. */
  private static boolean wrapped(YamlNode document) {
    return document instanceof Mapping mapping
        && mapping.entries().stream().anyMatch(entry -> WRAPPERS.contains(entry.key().value()));
  }

  private void readObject(YamlNode node) {
    if (node instanceof Mapping mapping) {
      readMapping(mapping);
    } else if (!(node instanceof Scalar scalar && scalar.isNull())) {
      diagnostics.error(
          node.location(),
          "an object of a rule file must be a mapping, not " + node.kind(),
          node instanceof Scalar scalar ? scalar.value() : null,
          "Begin it with 'rule:', 'macro:' or 'list:'.");
    }
  }

  private void readMapping(Mapping mapping) {
    Item item = new Item("the object", mapping, diagnostics);
    if (item.has("required_engine_version")) {
      readEngineVersion(item);
    } else if (item.has("required_plugin_versions")) {
      readPluginVersions(item);
    } else if (item.has("list")) {
      readList(item);
    } else if (item.has("macro")) {
      readMacro(item);
    } else if (item.has("rule")) {
      new RuleReader(definitions, diagnostics).read(item);
    } else if (mapping.entries().isEmpty()) {
      diagnostics.warning(item.location(), "an empty object is ignored", null, "Remove it.");
    } else {
      String key = mapping.entries().getFirst().key().value();
      diagnostics.warning(
          item.location(),
          "unknown object '" + key + "' is ignored",
          key,
          NearestName.suggestion(
              key, OBJECTS, "An object begins with " + String.join(", ", OBJECTS) + "."));
    }
  }

  private void readEngineVersion(Item item) {
    item.warnUnknownKeys(Set.of("required_engine_version"));
    Scalar text = item.text("required_engine_version");
    if (text == null) {
      return;
    }
    EngineVersion version = EngineVersion.ofEngine(text.value());
    if (version == null) {
      item.error(
          text.location(),
          "'required_engine_version' '" + text.value() + "' is no version",
          text.value(),
          "Write it as 0.57.0.");
    } else if (version.compareTo(EngineVersion.SUPPORTED) > 0) {
      item.error(
          text.location(),
          "the file requires engine version "
              + version
              + ", but the language understood here is that of "
              + EngineVersion.SUPPORTED,
          text.value(),
          "Use an earlier release of these rules.");
    } else if (requiredEngine == null || version.compareTo(requiredEngine) > 0) {
      requiredEngine = version;
    }
  }

  private void readPluginVersions(Item item) {
    item.warnUnknownKeys(Set.of("required_plugin_versions"));
    YamlNode node = item.get("required_plugin_versions");
    if (!(node instanceof Sequence sequence)) {
      if (node != null) {
        item.wrongType(
            "required_plugin_versions", node, "a sequence", "Begin each plugin with '- name:'.");
      }
      return;
    }
    for (YamlNode plugin : sequence.items()) {
      readPlugin(plugin);
    }
  }

  private void readPlugin(YamlNode node) {
    Set<String> names = new HashSet<>();
    Item plugin = requirement(node, names, Set.of("name", "version", "alternatives"));
    if (plugin == null) {
      return;
    }
    if (plugin.get("alternatives") instanceof Sequence alternatives) {
      for (YamlNode alternative : alternatives.items()) {
        requirement(alternative, names, Set.of("name", "version"));
      }
    } else if (plugin.has("alternatives")) {
      plugin.error(
          plugin.keyLocation("alternatives"),
          "'alternatives' of a plugin must be a sequence",
          null,
          "Begin each alternative with '- name:'.");
    }
    if (plugin.valid() && names.stream().noneMatch(BUILT_IN_PLUGINS::contains)) {
      String all = String.join(" or ", names.stream().sorted().map(n -> "'" + n + "'").toList());
      diagnostics.warning(
          plugin.location(),
          "the file requires the plugin " + all + ", which does not exist here",
          null,
          "Its fields are unknown, and rules of its event source are skipped.");
    }
  }

  /** Checks one plugin and its version; null if it is no mapping. */
  private @Nullable Item requirement(YamlNode node, Set<String> names, Set<String> keys) {
    if (!(node instanceof Mapping mapping)) {
      diagnostics.error(
          node.location(),
          "a required plugin must be a mapping, not " + node.kind(),
          null,
          "Write 'name:' and 'version:'.");
      return null;
    }
    Item item = new Item("a required plugin", mapping, diagnostics);
    item.warnUnknownKeys(keys);
    item.require(List.of("name", "version"));
    Scalar name = item.text("name");
    Scalar version = item.text("version");
    if (version != null && EngineVersion.of(version.value()) == null) {
      item.error(
          version.location(),
          "plugin version '" + version.value() + "' is no version",
          version.value(),
          "Write it as 0.4.0.");
    }
    if (name != null && !names.add(name.value())) {
      item.error(
          name.location(),
          "plugin '" + name.value() + "' is given twice as an alternative of itself",
          name.value(),
          "Remove one of them.");
    }
    return item;
  }

  private void readList(Item object) {
    Scalar name = object.text("list");
    if (name == null) {
      return;
    }
    Item item = object.named("list '" + name.value() + "'");
    if (!LIST_NAME.matcher(name.value()).matches()) {
      diagnostics.warning(
          name.location(),
          "'" + name.value() + "' should not be the name of a list",
          name.value(),
          "Use no blanks, quotes, parentheses, commas or equals signs.");
    }
    item.warnUnknownKeys(LIST_KEYS);
    item.require(List.of("items"));
    List<Scalar> items = item.texts("items");
    boolean append = appends(item, "items");
    ListDefinition list = definitions.lists.get(name.value());
    if (append && list == null) {
      nothingToAppendTo(item, name, "list", definitions.lists.keySet());
    }
    if (list == null) {
      list = new ListDefinition(name, definitions.nextRank());
      list.visibility = list.index;
      definitions.lists.put(name.value(), list);
    } else {
      list.visibility = definitions.nextRank();
    }
    list.broken = !item.valid() || (append && list.broken);
    if (!append) {
      list.items.clear();
    }
    if (items != null) {
      list.items.addAll(items);
    }
  }

  private void readMacro(Item object) {
    Scalar name = object.text("macro");
    if (name == null) {
      return;
    }
    Item item = object.named("macro '" + name.value() + "'");
    if (!MACRO_NAME.matcher(name.value()).matches()) {
      diagnostics.warning(
          name.location(),
          "'" + name.value() + "' cannot be the name of a macro: no condition can use it",
          name.value(),
          "Begin with a letter, and use letters, digits and underscores.");
    }
    item.warnUnknownKeys(MACRO_KEYS);
    item.require(List.of("condition"));
    Scalar condition = item.text("condition");
    boolean append = appends(item, "condition");
    MacroDefinition macro = definitions.macros.get(name.value());
    if (append && macro == null) {
      nothingToAppendTo(item, name, "macro", definitions.macros.keySet());
    }
    if (macro == null) {
      macro = new MacroDefinition(name, definitions.nextRank());
      macro.visibility = macro.index;
      definitions.macros.put(name.value(), macro);
    } else {
      macro.visibility = definitions.nextRank();
    }
    macro.broken = !item.valid() || (append && macro.broken);
    if (!append) {
      macro.condition = new MappedText.Builder();
    }
    if (condition != null) {
      macro.condition.append(MappedText.of(condition));
    }
  }

  /** Whether a list or macro adds to an earlier one. */
  private boolean appends(Item item, String key) {
    Overrides overrides = Overrides.read(item, Set.of(key), Set.of(key), diagnostics);
    return overrides.appendFlag() || overrides.appended().contains(key);
  }

  private static void nothingToAppendTo(Item item, Scalar name, String kind, Set<String> known) {
    item.error(
        name.location(),
        "nothing to append to: no " + kind + " '" + name.value() + "' is defined before",
        name.value(),
        NearestName.suggestion(
            name.value(), known, "Load the file that defines it before this one."));
  }
}
