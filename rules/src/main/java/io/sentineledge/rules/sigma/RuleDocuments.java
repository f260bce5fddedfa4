package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a file with several documents. {@code action: global} is added to all documents that
 * follow, up to {@code action: reset}; {@code action: repeat} is the rule before it with changes.
 */
final class RuleDocuments {
  private static final String ACTION = "action";

  private final Diagnostics diagnostics;
  private final Budget budget;
  private final List<Mapping> rules = new ArrayList<>();
  private @Nullable Mapping global;
  private @Nullable Mapping previous;

  /** Nothing is left of the budget: what follows is not read. */
  private boolean spent;

  private RuleDocuments(Diagnostics diagnostics, Budget budget) {
    this.diagnostics = diagnostics;
    this.budget = budget;
  }

  /** The rules; what is wrong with an action is reported. */
  static List<Mapping> rules(List<YamlNode> documents, Budget budget, Diagnostics diagnostics) {
    RuleDocuments all = new RuleDocuments(diagnostics, budget);
    for (YamlNode document : documents) {
      if (document instanceof Mapping mapping) {
        all.add(mapping);
      }
    }
    return all.rules;
  }

  private void add(Mapping document) {
    YamlNode node = document.get(ACTION);
    String action = node instanceof Scalar scalar ? scalar.value() : node == null ? "" : "?";
    Mapping content = without(document);
    switch (action) {
      case "" -> rule(global == null ? content : merge(content, global));
      case "global" -> global = previous = content;
      case "reset" -> global = null;
      case "repeat" -> rule(previous == null ? content : merge(previous, content));
      default ->
          diagnostics.error(
              document.location(),
              "unknown action '" + action + "'",
              action,
              "Actions are global, reset and repeat.");
    }
  }

  private void rule(Mapping rule) {
    previous = rule;
    if (!spent) {
      rules.add(rule);
    }
  }

  private static Mapping without(Mapping document) {
    return new Mapping(
        document.entries().stream().filter(e -> !e.key().value().equals(ACTION)).toList(),
        document.location());
  }

  /** The first with the entries of the second in it; those count more, except in mappings. */
  private Mapping merge(Mapping base, Mapping over) {
    if (spent) {
      return base;
    }
    if (!budget.take(base.entries().size() + over.entries().size())) {
      spent = true;
      diagnostics.error(
          over.location(),
          "rules are merged too often",
          null,
          "Write the rules out, or split the file.");
      return base;
    }
    Map<String, Entry> entries = new LinkedHashMap<>();
    base.entries().forEach(entry -> entries.put(entry.key().value(), entry));
    for (Entry entry : over.entries()) {
      Entry before = entries.get(entry.key().value());
      YamlNode value = entry.value();
      if (before != null
          && before.value() instanceof Mapping inner
          && value instanceof Mapping changes) {
        value = merge(inner, changes);
      }
      entries.put(entry.key().value(), new Entry(entry.key(), value));
    }
    return new Mapping(List.copyOf(entries.values()), base.location());
  }
}
