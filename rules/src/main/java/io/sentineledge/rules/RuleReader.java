package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one object that begins with {@code rule}: a definition, or a change of an earlier one. */
final class RuleReader {
  private static final Set<String> KEYS =
      Set.of(
          "rule",
          "desc",
          "condition",
          "output",
          "priority",
          "source",
          "enabled",
          "tags",
          "exceptions",
          "warn_evttypes",
          "skip-if-unknown-filter",
          "capture",
          "capture_duration",
          "capture_events",
          "capture_filesize",
          "append",
          "override");
  private static final Set<String> CAPTURE_LIMITS =
      Set.of("capture_duration", "capture_events", "capture_filesize");
  private static final List<String> REQUIRED = List.of("desc", "condition", "output", "priority");
  private static final Set<String> APPENDABLE =
      Set.of("condition", "output", "desc", "tags", "exceptions");
  private static final Set<String> REPLACEABLE =
      Set.of(
          "condition",
          "output",
          "desc",
          "tags",
          "exceptions",
          "priority",
          "enabled",
          "warn_evttypes",
          "skip-if-unknown-filter",
          "capture",
          "capture_duration",
          "capture_events",
          "capture_filesize");

  private final Definitions definitions;
  private final Diagnostics diagnostics;

  RuleReader(Definitions definitions, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.diagnostics = diagnostics;
  }

  void read(Item object) {
    Scalar name = object.text("rule");
    if (name == null) {
      return;
    }
    Item item = object.named("rule '" + name.value() + "'");
    item.warnUnknownKeys(KEYS);
    Overrides overrides = Overrides.read(item, APPENDABLE, REPLACEABLE, diagnostics);
    RuleDefinition earlier = definitions.rules.get(name.value());
    if (overrides.given() && !overrides.appendFlag()) {
      override(item, name, earlier, overrides);
    } else if (overrides.appendFlag()) {
      append(item, name, earlier);
    } else if (item.has("enabled") && REQUIRED.stream().noneMatch(item::has)) {
      enable(item, name, earlier);
    } else {
      define(item, name, earlier);
    }
  }

  private void define(Item item, Scalar name, @Nullable RuleDefinition earlier) {
    item.require(REQUIRED);
    RuleDefinition rule = new RuleDefinition(earlier == null ? name : earlier.name);
    rule.source = source(item, earlier);
    for (String key : REPLACEABLE) {
      replace(item, rule, key);
    }
    rule.broken = !item.valid();
    definitions.rules.put(name.value(), rule);
  }

  /** The source; a redefinition may repeat but not change it. */
  private static @Nullable Scalar source(Item item, @Nullable RuleDefinition earlier) {
    Scalar source = item.text("source");
    Scalar before = earlier == null ? null : earlier.source;
    if (source != null && before != null && !source.value().equals(before.value())) {
      item.error(
          source.location(),
          "the source of a rule cannot change from '"
              + before.value()
              + "' to '"
              + source.value()
              + "'",
          source.value(),
          "Give the rule another name.");
    }
    return source != null ? source : before;
  }

  private void enable(Item item, Scalar name, @Nullable RuleDefinition earlier) {
    diagnostics.warning(
        item.keyLocation("enabled"),
        "a lone 'enabled' is deprecated",
        null,
        "Add 'override: {enabled: replace}'.");
    if (earlier == null) {
      undefined(item, name, "nothing to enable or disable");
    } else {
      replace(item, earlier, "enabled");
      earlier.broken |= !item.valid();
    }
  }

  private void append(Item item, Scalar name, @Nullable RuleDefinition earlier) {
    if (earlier == null) {
      undefined(item, name, "nothing to append to");
      return;
    }
    if (!item.has("condition") && !item.has("exceptions")) {
      item.error(
          item.keyLocation("append"),
          "'append: true' needs a condition or exceptions to append",
          null,
          "Add one of them; other keys take 'override'.");
    }
    append(item, earlier, "condition");
    append(item, earlier, "exceptions");
    earlier.broken |= !item.valid();
  }

  private void override(
      Item item, Scalar name, @Nullable RuleDefinition earlier, Overrides overrides) {
    if (earlier == null) {
      undefined(item, name, "nothing to override");
      return;
    }
    source(item, earlier);
    for (String key : new TreeSet<>(REPLACEABLE)) {
      boolean named = overrides.appended().contains(key) || overrides.replaced().contains(key);
      if (named && !item.has(key)) {
        item.error(
            item.keyLocation("override"),
            "'override' names '" + key + "', which is missing",
            key,
            "Add the key '" + key + "', or remove it from 'override'.");
      } else if (!named && item.has(key)) {
        item.error(
            item.keyLocation(key),
            "'" + key + "' is given without an entry below 'override'",
            key,
            "Add '" + key + ": replace' to 'override'.");
      }
    }
    overrides.appended().forEach(key -> append(item, earlier, key));
    overrides.replaced().forEach(key -> replace(item, earlier, key));
    earlier.broken |= !item.valid();
  }

  private void undefined(Item item, Scalar name, String what) {
    if (definitions.incomplete) {
      return;
    }
    item.error(
        name.location(),
        what + ": no rule '" + name.value() + "' is defined before",
        name.value(),
        NearestName.suggestion(
            name.value(),
            definitions.rules.keySet(),
            "Load the file that defines it before this one."));
  }

  private void append(Item item, RuleDefinition rule, String key) {
    switch (key) {
      case "condition" -> append(rule.condition, item.text(key));
      case "output" -> append(rule.output, item.text(key));
      case "desc" -> {
        Scalar text = item.text(key);
        rule.description += text == null ? "" : " " + text.value();
      }
      case "tags" -> addTags(item, rule);
      case "exceptions" -> {
        ExceptionReader reader = new ExceptionReader(item, diagnostics);
        for (ExceptionDefinition exception : reader.read()) {
          reader.merge(rule.exceptions, exception);
        }
      }
      default -> throw new IllegalArgumentException("not to be appended to, key=" + key);
    }
  }

  private static void append(MappedText.Builder text, @Nullable Scalar more) {
    if (more != null) {
      text.append(MappedText.of(more));
    }
  }

  private static void addTags(Item item, RuleDefinition rule) {
    List<Scalar> tags = item.texts("tags");
    if (tags != null) {
      tags.forEach(tag -> rule.tags.add(tag.value()));
    }
  }

  /** Takes a key's value; keeps what there was if the key is missing or wrong. */
  private void replace(Item item, RuleDefinition rule, String key) {
    if (!item.has(key)) {
      return;
    }
    switch (key) {
      case "condition" -> {
        rule.condition = new MappedText.Builder();
        append(rule.condition, item.text(key));
      }
      case "output" -> {
        rule.output = new MappedText.Builder();
        append(rule.output, item.text(key));
      }
      case "desc" -> {
        Scalar text = item.text(key);
        rule.description = text == null ? "" : text.value();
      }
      case "priority" -> replacePriority(item, rule);
      case "tags" -> {
        rule.tags.clear();
        addTags(item, rule);
      }
      case "exceptions" -> {
        rule.exceptions = new ArrayList<>();
        ExceptionReader reader = new ExceptionReader(item, diagnostics);
        for (ExceptionDefinition exception : reader.read()) {
          reader.define(rule.exceptions, exception);
        }
      }
      case "enabled" -> rule.enabled = flag(item, key, rule.enabled);
      case "warn_evttypes" -> rule.warnEventTypes = flag(item, key, rule.warnEventTypes);
      case "skip-if-unknown-filter" -> rule.skipIfUnknown = flag(item, key, rule.skipIfUnknown);
      case "capture" -> {
        if (flag(item, key, false)) {
          diagnostics.warning(
              item.keyLocation(key),
              "'capture' is ignored: alerts do not start a capture here",
              null,
              "Remove it.");
        }
      }
      default -> {
        if (CAPTURE_LIMITS.contains(key)) {
          item.checkNumber(key);
        }
      }
    }
  }

  private static boolean flag(Item item, String key, boolean otherwise) {
    Boolean value = item.flag(key);
    return value == null ? otherwise : value;
  }

  private static void replacePriority(Item item, RuleDefinition rule) {
    Scalar text = item.text("priority");
    if (text == null) {
      return;
    }
    Priority priority = Priority.of(text.value());
    if (priority == null) {
      item.error(
          text.location(),
          "'" + text.value() + "' is no priority",
          text.value(),
          NearestName.suggestion(
              text.value(),
              Priority.names(),
              "Use one of " + String.join(", ", Priority.names()) + "."));
    } else {
      rule.priority = priority;
    }
  }
}
