package io.sentineledge.rules.sigma;

import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Item;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.NearestName;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleFormat.Outcome;
import io.sentineledge.rules.RuleOrigin;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a rule of a document. */
final class RuleBuilder {
  private static final String SOURCE = "syscall";
  private static final Set<String> NO_SELECTIONS = Set.of("condition", "timeframe");

  private final ConditionCompiler compiler;
  private final Placeholders placeholders;
  private final Budget budget;
  private final Set<String> correlated;
  private final Diagnostics diagnostics;
  private final Set<String> names = new HashSet<>();

  RuleBuilder(
      ConditionCompiler compiler,
      Placeholders placeholders,
      Budget budget,
      Set<String> correlated,
      Diagnostics diagnostics) {
    this.compiler = compiler;
    this.placeholders = placeholders;
    this.budget = budget;
    this.correlated = correlated;
    this.diagnostics = diagnostics;
  }

  /** The rule, or why there is none, which is reported. */
  Outcome build(SourceFile file, Mapping document) {
    Findings findings = new Findings(diagnostics);
    String title = document.get("title") instanceof Scalar text ? text.value() : "";
    Item item = new Item("Sigma rule '" + title + "'", document, diagnostics);
    item.require(List.of("title"));
    Scalar name = item.text("title");
    if (name == null) {
      return new Outcome.Wrong(file);
    }
    Rule rule = rule(item, name, findings);
    if (findings.wrong() || !item.valid()) {
      return new Outcome.Wrong(file);
    }
    String reason = findings.reason();
    if (rule != null && reason == null) {
      return new Outcome.Loaded(file, rule);
    }
    String why = reason == null ? "its condition is never true" : reason;
    findings.note(
        findings.place(name.location()),
        "Sigma rule '" + title + "' is unsupported: " + why,
        null,
        null);
    return new Outcome.Unsupported(file, why);
  }

  private @Nullable Rule rule(Item item, Scalar name, Findings findings) {
    if (item.has("correlation")) {
      findings.unsupported(item.keyLocation("correlation"), "correlation comes later");
      return null;
    }
    if (item.has("filter") && !item.has("detection")) {
      findings.unsupported(item.keyLocation("filter"), "filters of other rules come later");
      return null;
    }
    item.require(List.of("logsource", "detection"));
    LogSource source = source(item);
    Priority priority = priority(item);
    YamlNode node = item.get("detection");
    if (node != null && !(node instanceof Mapping)) {
      item.wrongType("detection", node, "a mapping", "Write selections below it.");
    }
    if (source == null || priority == null || !(node instanceof Mapping detection)) {
      return null;
    }
    checkUse(item, name, findings);
    EventModel model = source.model(asked(detection), findings);
    if (model == null || findings.reason() != null) {
      return null;
    }
    Expression expression = expression(detection, model, findings);
    if (expression == null || findings.wrong() || findings.reason() != null) {
      return null;
    }
    return rule(item, name, priority, model, expression, findings);
  }

  private static @Nullable LogSource source(Item item) {
    YamlNode node = item.get("logsource");
    if (!(node instanceof Mapping mapping)) {
      if (node != null) {
        item.wrongType("logsource", node, "a mapping", "Write 'category:' and 'product:'.");
      }
      return null;
    }
    String category = word(mapping, "category");
    String product = word(mapping, "product");
    String service = word(mapping, "service");
    if (category == null && product == null && service == null) {
      item.error(
          mapping.location(),
          "'logsource' names no category, product or service",
          null,
          "Write 'category: process_creation' and 'product: linux'.");
      return null;
    }
    return new LogSource(category, product, service, mapping.location());
  }

  private static @Nullable String word(Mapping mapping, String key) {
    return mapping.get(key) instanceof Scalar scalar && !scalar.isNull()
        ? scalar.value().toLowerCase(Locale.ROOT)
        : null;
  }

  private static @Nullable Priority priority(Item item) {
    Scalar level = item.text("level");
    Priority priority = Levels.priority(level == null ? Levels.DEFAULT : level.value());
    if (priority == null && level != null) {
      item.error(
          level.location(),
          "unknown level '" + level.value() + "'",
          level.value(),
          NearestName.suggestion(
              level.value(), Levels.ALL, "Levels are " + String.join(", ", Levels.ALL) + "."));
    }
    return priority;
  }

  /** Rules that are not meant to be used by themselves. */
  private void checkUse(Item item, Scalar name, Findings findings) {
    Scalar status = item.text("status");
    if (status != null && status.value().equals("unsupported")) {
      findings.unsupported(status.location(), "its status is 'unsupported'");
    }
    Scalar id = item.text("id");
    Scalar alias = item.text("name");
    if ((id != null && correlated.contains(id.value()))
        || (alias != null && correlated.contains(alias.value()))) {
      findings.unsupported(name.location(), "it only serves a correlation, which comes later");
    }
  }

  /** The fields that a detection asks for, each with its values in small letters. */
  private static Map<String, Set<String>> asked(YamlNode node) {
    Map<String, Set<String>> asked = new HashMap<>();
    ask(node, asked);
    return asked;
  }

  private static void ask(YamlNode node, Map<String, Set<String>> asked) {
    if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> ask(item, asked));
    } else if (node instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        String key = entry.key().value();
        int bar = key.indexOf('|');
        Set<String> values =
            asked.computeIfAbsent(bar < 0 ? key : key.substring(0, bar), k -> new HashSet<>());
        SigmaLoading.texts(entry.value()).forEach(v -> values.add(v.toLowerCase(Locale.ROOT)));
        ask(entry.value(), asked);
      }
    }
  }

  private @Nullable Expression expression(Mapping detection, EventModel model, Findings findings) {
    Map<String, YamlNode> selections = new LinkedHashMap<>();
    for (Entry entry : detection.entries()) {
      if (!NO_SELECTIONS.contains(entry.key().value())) {
        selections.put(entry.key().value(), entry.value());
      }
    }
    YamlNode node = detection.get("condition");
    List<YamlNode> texts =
        node instanceof Sequence list ? list.items() : node == null ? List.of() : List.of(node);
    if (texts.isEmpty()) {
      findings.error(
          detection.location(),
          "'detection' has no condition",
          null,
          "Add 'condition:' with the names of selections.");
      return null;
    }
    Detection parts = new Detection(selections, model, placeholders, budget, findings);
    List<Expression> alternatives = new ArrayList<>();
    for (YamlNode text : texts) {
      if (!(text instanceof Scalar scalar) || scalar.isNull()) {
        findings.error(
            text.location(),
            "'condition' must be text, not " + text.kind(),
            null,
            "Write 'condition: selection'.");
        continue;
      }
      io.sentineledge.rules.sigma.Condition condition = ConditionReader.read(scalar, findings);
      if (condition != null) {
        alternatives.add(parts.compile(condition));
      }
    }
    Location at = node == null ? detection.location() : node.location();
    Expression any = Terms.any(alternatives, Terms.place(at));
    return Terms.all(List.of(model.events(), any), Terms.place(at));
  }

  private @Nullable Rule rule(
      Item item,
      Scalar name,
      Priority priority,
      EventModel model,
      Expression expression,
      Findings findings) {
    List<String> fields = SigmaLoading.texts(item.get("fields"));
    String output = Outputs.text(name.value().strip(), fields, model);
    Condition condition;
    OutputFormat format;
    try {
      condition = compiler.compile(expression);
      format = OutputFormat.compile(output, name.location());
    } catch (ConditionException e) {
      Location at = e.place().origin() instanceof Location place ? place : name.location();
      findings.error(at, e.getMessage(), null, e.suggestion());
      return null;
    }
    if (condition.eventTypes().isEmpty()) {
      findings.never().stream()
          .findFirst()
          .ifPresent(reason -> findings.unsupported(name.location(), reason));
      return null;
    }
    findings.never().forEach(reason -> findings.note(name.location(), reason, null, null));
    Scalar id = item.text("id");
    String unique = name.value().strip();
    if (!names.add(unique)) {
      unique += id == null ? " (" + name.location().position() + ")" : " (" + id.value() + ")";
      names.add(unique);
    }
    List<String> description = SigmaLoading.texts(item.get("description"));
    return new Rule(
        unique,
        Namespace.SIGMA,
        description.isEmpty() ? name.value() : description.getFirst().strip(),
        expression,
        condition,
        output,
        format,
        priority,
        Levels.tags(SigmaLoading.texts(item.get("tags"))),
        SOURCE,
        true,
        List.of(),
        name.location().position(),
        origin(item, id));
  }

  private static RuleOrigin origin(Item item, @Nullable Scalar id) {
    return new RuleOrigin(
        id == null ? null : id.value(),
        first(item, "status"),
        first(item, "level"),
        first(item, "author"),
        SigmaLoading.texts(item.get("references")),
        SigmaLoading.texts(item.get("falsepositives")));
  }

  private static @Nullable String first(Item item, String key) {
    List<String> texts = SigmaLoading.texts(item.get(key));
    return texts.isEmpty() ? null : texts.getFirst();
  }
}
