package io.sentineledge.rules;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.rules.ExceptionDefinition.Element;
import io.sentineledge.rules.ExceptionDefinition.Line;
import io.sentineledge.rules.ExceptionDefinition.Shape;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes rules of the definitions of one namespace. */
final class RuleCompiler {
  /** The types that a condition without a word about types can see. */
  private static final Set<EventType> ALL_TYPES = EnumSet.complementOf(EnumSet.of(EventType.TASK));

  /** Falco's name for fields that are now part of every output; it prints nothing. */
  private static final String CONTAINER_INFO = "%container.info";

  private final Definitions definitions;
  private final ConditionCompiler compiler;
  private final ConditionCompiler scratch = new ConditionCompiler();
  private final Diagnostics diagnostics;
  private final ConditionReader conditions;
  private final MacroResolver macros;

  /** What became of a rule. */
  enum Outcome {
    LOADED,
    /** Not of a source that exists here, or of unknown fields that it declares harmless. */
    SKIPPED,
    /** Loaded, but it rests on events or fields that have no value here. */
    UNSUPPORTED,
    FAILED
  }

  /**
   * A rule, unless it was skipped or failed.
   *
   * @param reason why it is unsupported, otherwise null
   */
  record Compiled(
      RuleDefinition definition, Outcome outcome, @Nullable Rule rule, @Nullable String reason) {
    static Compiled without(RuleDefinition definition, Outcome outcome) {
      return new Compiled(definition, outcome, null, null);
    }
  }

  /**
   * @param compiler that of all rules to be evaluated together
   */
  RuleCompiler(Definitions definitions, ConditionCompiler compiler, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.compiler = compiler;
    this.diagnostics = diagnostics;
    conditions =
        new ConditionReader(
            definitions, new ListResolver(definitions, diagnostics).resolve(), diagnostics);
    macros = new MacroResolver(definitions, conditions, diagnostics);
  }

  /** Every rule in the order of its definition, with errors reported. */
  List<Compiled> compile() {
    macros.resolve();
    List<Compiled> all = new ArrayList<>();
    for (RuleDefinition rule : definitions.rules.values()) {
      all.add(compile(rule));
    }
    // What is unused here may be used in a file that is missing, or in a rule with an error
    if (!definitions.incomplete && all.stream().noneMatch(r -> r.outcome() == Outcome.FAILED)) {
      noteUnused();
    }
    return all;
  }

  private Compiled compile(RuleDefinition rule) {
    if (!rule.sourceName().equals(RuleDefinition.SYSCALL)) {
      diagnostics.warning(
          rule.name.location(),
          "rule '"
              + rule.name.value()
              + "' is skipped: there is no event source '"
              + rule.sourceName()
              + "' here",
          rule.sourceName(),
          null);
      return Compiled.without(rule, Outcome.SKIPPED);
    }
    MappedText condition = rule.condition.build();
    if (rule.broken && condition.text().isEmpty()) {
      return Compiled.without(rule, Outcome.FAILED);
    }
    Expression expression =
        read(rule.broken ? condition : ExceptionText.addTo(condition, rule.exceptions));
    MappedText output = rule.output.build();
    if (rule.broken || expression == null) {
      reportMore(rule, expression, output);
      return Compiled.without(rule, Outcome.FAILED);
    }
    return compile(rule, expression, output);
  }

  private @Nullable Expression read(MappedText condition) {
    Expression parsed = conditions.read(condition);
    return parsed == null ? null : macros.expand(parsed);
  }

  /** Whoever mends a rule wants to know all that is wrong with it. */
  private void reportMore(RuleDefinition rule, @Nullable Expression expression, MappedText output) {
    if (expression != null) {
      try {
        scratch.compile(expression);
      } catch (ConditionException e) {
        forgiven(rule, expression, e);
      }
    }
    try {
      OutputFormat.compile(outputText(output), output);
    } catch (ConditionException e) {
      forgiven(rule, e);
    }
  }

  private Compiled compile(RuleDefinition rule, Expression expression, MappedText output) {
    OutputFormat format = null;
    Condition condition = null;
    boolean skipped = false;
    try {
      checkExceptionFields(rule);
    } catch (ConditionException e) {
      skipped |= forgiven(rule, e);
    }
    try {
      condition = (rule.enabled ? compiler : scratch).compile(expression);
    } catch (ConditionException e) {
      skipped |= forgiven(rule, expression, e);
    }
    String text = outputText(output);
    try {
      format = OutputFormat.compile(text, output);
    } catch (ConditionException e) {
      skipped |= forgiven(rule, e);
    }
    if (condition == null || format == null) {
      return Compiled.without(rule, skipped ? Outcome.SKIPPED : Outcome.FAILED);
    }
    Rule compiled =
        new Rule(
            rule.name.value(),
            definitions.namespace,
            rule.description,
            expression,
            condition,
            text,
            format,
            rule.priority,
            List.copyOf(rule.tags),
            rule.sourceName(),
            rule.enabled,
            rule.exceptions.stream().map(RuleCompiler::exception).toList(),
            rule.name.location().position(),
            null);
    WeakExceptions.report(rule, expression, diagnostics);
    String never =
        condition.eventTypes().isEmpty() ? new NeverTrue(scratch).reason(expression) : null;
    reportEventTypes(rule, condition, never);
    return new Compiled(
        rule, never == null ? Outcome.LOADED : Outcome.UNSUPPORTED, compiled, never);
  }

  /**
   * Reports every test of a condition that is wrong, since compiling all of it ends at the first.
   */
  private boolean forgiven(RuleDefinition rule, Expression condition, ConditionException first) {
    int wrong = 0;
    boolean forgiven = true;
    for (Expression test : Parts.tests(condition)) {
      try {
        new ConditionCompiler().compile(test);
      } catch (ConditionException e) {
        wrong++;
        forgiven &= forgiven(rule, e);
      }
    }
    return wrong == 0 ? forgiven(rule, first) : forgiven;
  }

  /** Reports; whether the rule is skipped because it declares unknown names harmless. */
  private boolean forgiven(RuleDefinition rule, ConditionException e) {
    if (rule.skipIfUnknown && e.isUnknownName()) {
      String consequence = ": rule '" + rule.name.value() + "' is skipped";
      ConditionReader.forgive(e, rule.name.location(), consequence, diagnostics);
      return true;
    }
    ConditionReader.reportUse(e, rule.name.location(), diagnostics);
    return false;
  }

  /**
   * An exception without values is no part of the condition; its fields must exist all the same.
   */
  private void checkExceptionFields(RuleDefinition rule) throws ConditionException {
    for (ExceptionDefinition exception : rule.exceptions) {
      Shape shape = exception.shape();
      if (exception.values().isEmpty() && shape != null) {
        for (Scalar field : shape.fields()) {
          scratch.compile(ConditionParser.parse(field.value() + " exists", MappedText.of(field)));
        }
      }
    }
  }

  private String outputText(MappedText output) {
    String text = output.text().strip();
    if (!text.contains(CONTAINER_INFO)) {
      return text;
    }
    diagnostics.warning(
        output.location(output.text().indexOf(CONTAINER_INFO), CONTAINER_INFO.length()),
        "'" + CONTAINER_INFO + "' is deprecated and prints nothing",
        CONTAINER_INFO,
        "Name the fields that you want, such as %container.id.");
    return text.replace(CONTAINER_INFO, "").strip();
  }

  private void reportEventTypes(RuleDefinition rule, Condition condition, @Nullable String never) {
    if (never != null) {
      diagnostics.warning(
          rule.name.location(),
          "rule '" + rule.name.value() + "' never matches: " + never,
          rule.name.value(),
          "docs/fields.md and docs/events.md tell what there is.");
    } else if (rule.warnEventTypes && condition.eventTypes().containsAll(ALL_TYPES)) {
      diagnostics.warning(
          rule.name.location(),
          "rule '" + rule.name.value() + "' is evaluated for every event, which costs time",
          rule.name.value(),
          "Add the types it is about, such as 'evt.type in (open, openat)'.");
    }
  }

  private static RuleException exception(ExceptionDefinition definition) {
    Shape shape = definition.shape();
    List<Scalar> fields = shape == null ? List.of() : shape.fields();
    List<List<String>> values = new ArrayList<>();
    for (Line line : definition.values()) {
      values.add(line.elements().stream().map(RuleCompiler::text).toList());
    }
    return new RuleException(
        definition.name().value(),
        fields.stream().map(Scalar::value).toList(),
        shape == null ? List.of() : shape.comparisons(),
        values);
  }

  private static String text(Element element) {
    String all = String.join(", ", element.items().stream().map(Scalar::value).toList());
    return element.list() ? "(" + all + ")" : all;
  }

  private void noteUnused() {
    for (MacroDefinition macro : definitions.macros.values()) {
      if (!macro.used && !macro.broken) {
        noteUnused("macro", macro.name);
      }
    }
    for (ListDefinition list : definitions.lists.values()) {
      if (!list.used && !list.broken) {
        noteUnused("list", list.name);
      }
    }
  }

  private void noteUnused(String kind, Scalar name) {
    diagnostics.add(
        Severity.NOTE,
        name.location(),
        kind + " '" + name.value() + "' is not used",
        name.value(),
        null);
  }
}
