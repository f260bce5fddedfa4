package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which keys of an object change an earlier object of its name instead of replacing it whole.
 *
 * @param appendFlag whether the deprecated {@code append: true} is given
 * @param given whether there is an {@code override} with any entries, right or wrong
 */
record Overrides(boolean appendFlag, boolean given, Set<String> appended, Set<String> replaced) {

  static Overrides read(
      Item item, Set<String> appendable, Set<String> replaceable, Diagnostics diagnostics) {
    boolean append = Boolean.TRUE.equals(item.flag("append"));
    if (append) {
      diagnostics.warning(
          item.keyLocation("append"),
          "the key 'append' is deprecated",
          null,
          "Use 'override: {"
              + (appendable.contains("items") ? "items" : "condition")
              + ": append}', with the keys that you append to.");
    }
    YamlNode node = item.get("override");
    boolean given =
        node instanceof Mapping mapping
            ? !mapping.entries().isEmpty()
            : node != null && !(node instanceof Scalar scalar && scalar.isNull());
    Overrides overrides =
        new Overrides(append, given, new LinkedHashSet<>(), new LinkedHashSet<>());
    if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        overrides.add(item, entry, appendable, replaceable);
      }
    } else if (node != null && given) {
      item.wrongType(
          "override", node, "a mapping", "Write 'override: {condition: append}', for instance.");
    }
    if (append && given) {
      item.error(
          item.keyLocation("append"),
          "'append: true' and 'override' cannot be used together",
          null,
          "Remove 'append: true'.");
    }
    return overrides;
  }

  private void add(Item item, Entry entry, Set<String> appendable, Set<String> replaceable) {
    String key = entry.key().value();
    String operation = entry.value() instanceof Scalar scalar ? scalar.value() : "";
    Set<String> both = new TreeSet<>(replaceable);
    both.addAll(appendable);
    if (!both.contains(key)) {
      item.error(
          entry.key().location(),
          "'" + key + "' cannot be overridden",
          key,
          NearestName.suggestion(key, both, "These can be: " + String.join(", ", both) + "."));
      return;
    }
    switch (operation) {
      case "append" -> {
        if (appendable.contains(key)) {
          appended.add(key);
        } else {
          item.error(
              entry.value().location(),
              "'" + key + "' cannot be appended to",
              operation,
              "Write '" + key + ": replace'.");
        }
      }
      case "replace" -> replaced.add(key);
      default -> {
        List<String> allowed =
            appendable.contains(key) ? List.of("append", "replace") : List.of("replace");
        item.error(
            entry.value().location(),
            "'" + operation + "' is no way to override '" + key + "'",
            operation,
            "Write " + String.join(" or ", allowed) + ".");
      }
    }
  }
}
