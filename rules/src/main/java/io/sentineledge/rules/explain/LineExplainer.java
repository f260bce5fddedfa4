package io.sentineledge.rules.explain;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.field.FieldUse;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.explain.Explanation.Shown;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explains a rule for a line of JSON that tells some fields of an event: an alert's own line, or
 * one of {@code events --json}. What rests on fields that the line does not carry is unknown.
 */
public final class LineExplainer {
  private LineExplainer() {}

  /** The fields that a line tells; null if it is no such line. */
  public static @Nullable Mapping fields(Mapping line) {
    YamlNode fields = line.get("output_fields");
    YamlNode otherwise = fields == null ? line.get("fields") : fields;
    return otherwise instanceof Mapping mapping ? mapping : null;
  }

  /**
   * Explains a rule.
   *
   * @param rules the set of the rule, whose paths files are known by
   * @param line one with {@link #fields}
   * @return null if events of no type that the rule is about can have such fields
   */
  public static @Nullable Explanation explain(Rule rule, RuleSet rules, Mapping line) {
    Mapping fields = Objects.requireNonNull(fields(line), "line without fields");
    Set<String> told = told(fields);
    EventType type = type(line, fields);
    Set<EventType> types = type == null ? rule.condition().eventTypes() : Set.of(type);
    Explanation merged = null;
    for (EventType each : types) {
      EventDescription event = EventDescription.lenient(fields, each);
      if (event != null) {
        Explanation explanation = explain(rule, rules, event, new ToldFields(told, each));
        merged = merged == null ? explanation : merge(merged, explanation);
      }
    }
    return merged;
  }

  private static Explanation explain(
      Rule rule, RuleSet rules, EventDescription event, ToldFields told) {
    Scene scene = new Scene();
    rules.paths().forEach(scene.context().files()::register);
    List<Explanation> found = new ArrayList<>();
    scene.play(
        event, context -> found.add(new Explainer(context, told).explain(rule.expression())));
    return found.getFirst();
  }

  private static @Nullable EventType type(Mapping line, Mapping fields) {
    for (YamlNode node : new @Nullable YamlNode[] {fields.get("evt.type"), line.get("type")}) {
      for (EventType type : EventType.values()) {
        if (node instanceof Scalar scalar && type.falcoName().equals(scalar.value())) {
          return type;
        }
      }
    }
    return null;
  }

  /** The fields of the line, also those without a value. */
  private static Set<String> told(Mapping fields) {
    Set<String> told = new LinkedHashSet<>();
    for (Entry entry : fields.entries()) {
      String key = entry.key().value();
      int bracket = key.indexOf('[');
      try {
        FieldUse use =
            bracket > 0 && key.endsWith("]")
                ? FieldUse.of(
                    key.substring(0, bracket), key.substring(bracket + 1, key.length() - 1))
                : FieldUse.of(key, null);
        told.add(use.toString());
      } catch (FieldUse.BadUse e) {
        told.add(key);
      }
    }
    return told;
  }

  /** What two possible events have in common. */
  private static Explanation merge(Explanation a, Explanation b) {
    List<Explanation> parts = new ArrayList<>();
    for (int i = 0; i < a.parts().size(); i++) {
      parts.add(merge(a.parts().get(i), b.parts().get(i)));
    }
    List<Shown> operands = new ArrayList<>();
    for (int i = 0; i < a.operands().size(); i++) {
      Shown shown = a.operands().get(i);
      operands.add(
          shown.equals(b.operands().get(i))
              ? shown
              : new Shown(shown.text(), false, null, List.of()));
    }
    Verdict verdict = a.verdict() == b.verdict() ? a.verdict() : Verdict.UNKNOWN;
    return new Explanation(a.expression(), verdict, parts, operands);
  }
}
