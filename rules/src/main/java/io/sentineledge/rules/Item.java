package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a rule file, read key by key. What is missing or of the wrong type is reported, and
 * the item is then not {@link #valid}.
 */
public final class Item {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "n");

  private final String what;
  private final Mapping mapping;
  private final Diagnostics diagnostics;
  private boolean valid = true;

  /**
   * @param what the item's name in messages
   */
  public Item(String what, Mapping mapping, Diagnostics diagnostics) {
    this.what = what;
    this.mapping = mapping;
    this.diagnostics = diagnostics;
  }

  /** The same item by a better name. */
  public Item named(String name) {
    return new Item(name, mapping, diagnostics);
  }

  public boolean valid() {
    return valid;
  }

  public Location location() {
    return mapping.entries().isEmpty()
        ? mapping.location()
        : mapping.entries().getFirst().key().location();
  }

  public boolean has(String key) {
    return mapping.get(key) != null;
  }

  public @Nullable YamlNode get(String key) {
    return mapping.get(key);
  }

  /** Where a key stands; where the item begins if it has no such key. */
  public Location keyLocation(String key) {
    for (Entry entry : mapping.entries()) {
      if (entry.key().value().equals(key)) {
        return entry.key().location();
      }
    }
    return location();
  }

  public void error(
      Location at, String message, @Nullable String value, @Nullable String suggestion) {
    valid = false;
    diagnostics.error(at, message, value, suggestion);
  }

  /** Part of the item is wrong, and that was reported. */
  void invalidate() {
    valid = false;
  }

  /** Warns about every key that is not known. */
  public void warnUnknownKeys(Set<String> known) {
    for (Entry entry : mapping.entries()) {
      String key = entry.key().value();
      if (!known.contains(key)) {
        diagnostics.warning(
            entry.key().location(),
            "unknown key '" + key + "' in " + what + " is ignored",
            key,
            NearestName.suggestion(
                key,
                known,
                "Known are " + String.join(", ", known.stream().sorted().toList()) + "."));
      }
    }
  }

  /** Reports which of the keys are missing, all in one. */
  public void require(List<String> keys) {
    List<String> missing =
        keys.stream().filter(key -> !has(key)).map(key -> "'" + key + "'").toList();
    if (!missing.isEmpty()) {
      error(
          location(),
          what + " has no " + String.join(", no ", missing),
          null,
          "Add the missing " + (missing.size() == 1 ? "key." : "keys."));
    }
  }

  /** A text that is not empty; null if the key is missing, or is reported. */
  public @Nullable Scalar text(String key) {
    YamlNode node = mapping.get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof Scalar scalar) || scalar.isNull()) {
      wrongType(key, node, "text", "Write '" + key + ": some text'.");
      return null;
    }
    if (scalar.value().isEmpty()) {
      error(scalar.location(), "'" + key + "' of " + what + " is empty", "", "Give it a value.");
      return null;
    }
    return scalar;
  }

  /** A truth value; null if the key is missing, or is reported. */
  public @Nullable Boolean flag(String key) {
    YamlNode node = mapping.get(key);
    if (node == null) {
      return null;
    }
    if (node instanceof Scalar scalar) {
      String value = scalar.value().toLowerCase(Locale.ROOT);
      if (TRUE.contains(value)) {
        return true;
      }
      if (FALSE.contains(value)) {
        return false;
      }
    }
    wrongType(key, node, "true or false", "Write '" + key + ": true' or '" + key + ": false'.");
    return null;
  }

  /** A whole number of at least 0; reported if it is none. */
  void checkNumber(String key) {
    YamlNode node = mapping.get(key);
    boolean number = node instanceof Scalar scalar && scalar.value().matches("\\d{1,18}");
    if (node != null && !number) {
      wrongType(key, node, "a whole number", "Write '" + key + ": 1'.");
    }
  }

  /** Texts; null if the key is missing, or is reported. */
  public @Nullable List<Scalar> texts(String key) {
    YamlNode node = mapping.get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof Sequence sequence)) {
      wrongType(key, node, "a sequence", "Write '" + key + ": [first, second]'.");
      return null;
    }
    List<Scalar> texts = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (item instanceof Scalar scalar) {
        texts.add(scalar);
      } else {
        error(
            item.location(),
            "an item of '" + key + "' of " + what + " must be text, not " + item.kind(),
            null,
            "Write each item as plain text.");
      }
    }
    return texts;
  }

  public void wrongType(String key, YamlNode node, String wanted, String suggestion) {
    boolean written = node instanceof Scalar scalar && !scalar.isNull();
    String value = written ? ((Scalar) node).value() : null;
    String found = written ? "'" + value + "'" : node.kind();
    Location at = node instanceof Scalar && !written ? keyLocation(key) : node.location();
    error(
        at,
        "'" + key + "' of " + what + " must be " + wanted + ", not " + found,
        value,
        suggestion);
  }
}
