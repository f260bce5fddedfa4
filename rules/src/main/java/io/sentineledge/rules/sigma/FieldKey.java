package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;
import io.sentineledge.rules.MappedText;
import io.sentineledge.rules.NearestName;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a selection: a field and how its values are meant.
 *
 * @param field empty for keywords
 */
record FieldKey(String field, List<Use> modifiers, Location location) {
  /** A modifier and where it is written. */
  record Use(Modifier modifier, Location location) {}

  /** Keywords without modifiers. */
  static FieldKey keywords(Location location) {
    return new FieldKey("", List.of(), location);
  }

  /**
   * Reads a key such as {@code CommandLine|contains|all}; null if it is wrong, which is reported.
   */
  static @Nullable FieldKey parse(Scalar key, Findings findings) {
    String text = key.value();
    MappedText places = MappedText.of(key);
    int bar = text.indexOf('|');
    String field = bar < 0 ? text : text.substring(0, bar);
    List<Use> uses = new ArrayList<>();
    boolean valid = true;
    int start = bar;
    while (start >= 0) {
      int next = text.indexOf('|', start + 1);
      String symbol = text.substring(start + 1, next < 0 ? text.length() : next);
      Modifier modifier = Modifier.of(symbol);
      Location at = places.location(start + 1, Math.max(1, symbol.length()));
      if (modifier == null) {
        valid = false;
        findings.error(
            at,
            "unknown modifier '" + symbol + "'",
            symbol,
            NearestName.suggestion(symbol, Modifier.symbols(), "docs/sigma.md lists all."));
      } else {
        uses.add(new Use(modifier, at));
      }
      start = next;
    }
    return valid
        ? new FieldKey(field, List.copyOf(uses), places.location(0, field.length()))
        : null;
  }

  boolean has(Modifier modifier) {
    return modifiers.stream().anyMatch(use -> use.modifier == modifier);
  }
}
