package io.sentineledge.rules.sigma;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Place;
import io.sentineledge.filter.match.Glob;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.NearestName;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the selections and conditions of a rule into one expression. */
final class Detection {
  /** Several stars mean what one does, and take longer. */
  private static final java.util.regex.Pattern STARS = java.util.regex.Pattern.compile("\\*{2,}");

  private final Map<String, YamlNode> selections;
  private final EventModel model;
  private final Findings findings;
  private final Modifiers modifiers;
  private final ItemCompiler items;
  private final Budget budget;
  private final Map<Part, Expression> known = new HashMap<>();

  /** What may occur several times in conditions. */
  private record Part(Object what, boolean negated) {}

  private record Group(String pattern, boolean all) {}

  Detection(
      Map<String, YamlNode> selections,
      EventModel model,
      Placeholders placeholders,
      Budget budget,
      Findings findings) {
    this.selections = selections;
    this.model = model;
    this.findings = findings;
    this.budget = budget;
    this.modifiers = new Modifiers(findings, placeholders);
    this.items = new ItemCompiler(findings, name -> model.fields().get(name));
  }

  /** The expression of a condition. */
  Expression compile(Condition condition) {
    return compile(condition, false);
  }

  private Expression compile(Condition condition, boolean negated) {
    Place place = Terms.place(condition.location());
    return switch (condition) {
      case Condition.All all -> Terms.all(compile(all.parts(), negated), place);
      case Condition.Any any -> Terms.any(compile(any.parts(), negated), place);
      case Condition.Not not -> Terms.not(compile(not.part(), !negated));
      case Condition.Selection selection ->
          selection(selection.name(), selection.location(), negated);
      case Condition.Several several -> several(several, negated);
    };
  }

  private List<Expression> compile(List<Condition> parts, boolean negated) {
    return parts.stream().map(part -> compile(part, negated)).toList();
  }

  private Expression several(Condition.Several several, boolean negated) {
    String all =
        several.pattern().equals("them") ? "*" : STARS.matcher(several.pattern()).replaceAll("*");
    Part key = new Part(new Group(all, several.all()), negated);
    Expression expression = known.get(key);
    if (expression != null) {
      return expression;
    }
    Glob pattern = Glob.compile(Text.of(all), false);
    List<Expression> parts = new ArrayList<>();
    for (String name : selections.keySet()) {
      boolean fits = !name.startsWith("_") && pattern.matches(Text.of(name));
      if (!affordable(several.location(), 1)) {
        break;
      }
      if (fits) {
        parts.add(selection(name, several.location(), negated));
      }
    }
    if (parts.isEmpty() && !findings.wrong()) {
      findings.warning(
          several.location(),
          "no selection is called '" + several.pattern() + "', so that this is never true",
          several.pattern(),
          nearest(several.pattern(), "Remove it, or add the selection."));
    }
    Place place = Terms.place(several.location());
    expression = several.all() ? Terms.all(parts, place) : Terms.any(parts, place);
    known.put(key, expression);
    return expression;
  }

  private Expression selection(String name, Location at, boolean negated) {
    YamlNode node = selections.get(name);
    if (node == null) {
      findings.error(
          at,
          "there is no selection '" + name + "'",
          name,
          nearest(name, "Define it under 'detection:'."));
      return Terms.never(Terms.place(at));
    }
    Part key = new Part(name, negated);
    Expression expression = known.get(key);
    if (expression == null) {
      expression = node(node, negated);
      known.put(key, expression);
    }
    return expression;
  }

  /** The selection that was probably meant, unless it takes too long to find it. */
  private String nearest(String name, String otherwise) {
    return budget.take(selections.size())
        ? NearestName.suggestion(name, selections.keySet(), otherwise)
        : otherwise;
  }

  private Expression node(YamlNode node, boolean negated) {
    Place place = Terms.place(node.location());
    return switch (node) {
      case Mapping mapping -> {
        List<Expression> parts = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
          parts.add(entry(entry, negated));
        }
        yield nonEmpty(parts, node) ? Terms.all(parts, place) : Terms.never(place);
      }
      case Sequence sequence -> {
        List<YamlNode> keywords = new ArrayList<>();
        List<Expression> parts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
          if (item instanceof Scalar) {
            keywords.add(item);
          } else {
            parts.add(node(item, negated));
          }
        }
        if (!keywords.isEmpty()) {
          parts.add(item(FieldKey.keywords(node.location()), keywords, negated));
        }
        yield nonEmpty(parts, node) ? Terms.any(parts, place) : Terms.never(place);
      }
      case Scalar scalar -> item(FieldKey.keywords(scalar.location()), List.of(scalar), negated);
    };
  }

  private boolean nonEmpty(List<Expression> parts, YamlNode node) {
    if (parts.isEmpty()) {
      findings.error(
          node.location(), "a selection is empty", null, "Write fields, or a list of keywords.");
    }
    return !parts.isEmpty();
  }

  private Expression entry(Entry entry, boolean negated) {
    FieldKey key = FieldKey.parse(entry.key(), findings);
    if (key == null) {
      return Terms.never(Terms.place(entry.key().location()));
    }
    YamlNode value = entry.value();
    List<YamlNode> values = value instanceof Sequence list ? list.items() : List.of(value);
    if (values.isEmpty()) {
      Scalar none = new Scalar("", Scalar.Style.PLAIN, value.location());
      return item(key, List.of(none), negated);
    }
    if (key.has(Modifier.ALL) && values.size() == 1) {
      findings.note(
          entry.key().location(), "modifier 'all' is of no use for a single value", "all", null);
    }
    return item(key, values, negated);
  }

  private Expression item(FieldKey key, List<YamlNode> nodes, boolean negated) {
    Place place = Terms.place(key.location());
    List<Value> values = modifiers.apply(key, nodes);
    if (values == null || !affordable(key.location(), values.size())) {
      return Terms.never(place);
    }
    boolean differs = key.has(Modifier.NEQ);
    boolean all = key.has(Modifier.ALL);
    Expression expression =
        key.field().isEmpty()
            ? keywords(values, all, negated != differs, key.location())
            : field(key, values, all, negated != differs);
    return differs ? Terms.not(expression) : expression;
  }

  private boolean affordable(Location at, int share) {
    if (budget.take(share)) {
      return true;
    }
    findings.error(
        at,
        "Sigma rules hold more than " + Budget.MAX + " values in all, repeated ones included",
        null,
        "Load fewer at a time.");
    return false;
  }

  private Expression field(FieldKey key, List<Value> values, boolean all, boolean negated) {
    Target target = find(key.field(), key.location());
    for (Value value : values) {
      if (value instanceof Value.Reference reference) {
        find(reference.field(), reference.location());
      }
    }
    return target == null
        ? Terms.never(Terms.place(key.location()))
        : items.compile(target, values, all, negated, key.location());
  }

  /** The field; null if it does not exist here, which is noted. */
  private @Nullable Target find(String name, Location at) {
    Target target = model.fields().get(name);
    switch (target) {
      case null ->
          findings.unsupported(
              at,
              "field '"
                  + name
                  + "' is not known. "
                  + NearestName.suggestion(
                      name, model.fields().keySet(), "docs/sigma.md lists those that are."));
      case Target.Unsupported unsupported ->
          findings.unsupported(at, "field '" + name + "': " + unsupported.reason());
      default -> {}
    }
    return target;
  }

  /** Values that are searched in all texts of the event. */
  private Expression keywords(List<Value> values, boolean all, boolean negated, Location at) {
    Place place = Terms.place(at);
    List<Value> parts = new ArrayList<>();
    for (Value value : values) {
      switch (value) {
        case Value.Str text ->
            parts.add(
                new Value.Str(text.pattern().widened(true, true), text.cased(), text.location()));
        case Value.Regex regex -> parts.add(regex);
        default ->
            findings.error(
                value.location(), "a keyword must be a text", null, "Name a field before it.");
      }
    }
    if (!all) {
      return anywhere(parts, negated, at);
    }
    List<Expression> each = new ArrayList<>();
    parts.forEach(part -> each.add(anywhere(List.of(part), negated, at)));
    return Terms.all(each, place);
  }

  private Expression anywhere(List<Value> values, boolean negated, Location at) {
    List<Expression> places = new ArrayList<>();
    for (Target target : model.keywords()) {
      places.add(items.compile(target, values, false, negated, at));
    }
    return Terms.any(places, Terms.place(at));
  }
}
