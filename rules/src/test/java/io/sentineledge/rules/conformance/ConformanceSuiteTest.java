package io.sentineledge.rules.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.YamlReader;
import io.sentineledge.rules.explain.Explainer;
import io.sentineledge.rules.explain.Verdict;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import io.sentineledge.state.EventContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the language means, as data: the files of the resource folder of the same name. A file is a
 * sequence of groups.
 *
 * <pre>
 * - about: what the cases are about
 *   event: fields, as in rule tests
 *   true: [conditions that hold]
 *   false: [conditions that do not]
 *   prints: {format: text}
 *   wrong: {condition: "offset message"}
 *   rules: the text of a rule file; then instead of conditions
 *   fires: [rules]
 *   silent: [rules]
 *   refused: the first error of that text
 * </pre>
 */
class ConformanceSuiteTest {
  private static final List<String> FILES =
      List.of(
          "text",
          "numbers",
          "sockets",
          "missing",
          "names",
          "processes",
          "logic",
          "transformers",
          "formats",
          "errors",
          "rules");
  private static final Set<String> KEYS =
      Set.of(
          "about", "event", "true", "false", "prints", "wrong", "rules", "fires", "silent",
          "refused");
  private static final int LEAST = 400;

  private static final class Group {
    final String file;
    final Mapping mapping;
    final String about;

    Group(String file, Mapping mapping) {
      this.file = file;
      this.mapping = mapping;
      about = text(mapping, "about");
      for (Entry entry : mapping.entries()) {
        assertTrue(KEYS.contains(entry.key().value()), () -> file + ": " + entry.key());
      }
    }

    List<Scalar> list(String key) {
      if (mapping.get(key) instanceof Sequence sequence) {
        return sequence.items().stream().map(Scalar.class::cast).toList();
      }
      return mapping.get(key) instanceof Scalar one ? List.of(one) : List.of();
    }

    List<Entry> pairs(String key) {
      return mapping.get(key) instanceof Mapping pairs ? pairs.entries() : List.of();
    }

    String name(String kind, Scalar scalar) {
      int line = scalar.location().position().line();
      return file + ":" + line + " " + about + ": " + kind + ": " + scalar.value().strip();
    }

    /** Evaluates something while the context is on the event. */
    <T> T on(Scene scene, Function<EventContext, T> function) {
      Diagnostics diagnostics = new Diagnostics();
      YamlNode node = mapping.get("event");
      assertNotNull(node, about);
      EventDescription event = EventDescription.read(node, diagnostics);
      assertNotNull(event, () -> diagnostics.render(Severity.NOTE));
      List<T> results = new ArrayList<>();
      scene.play(event, context -> results.add(function.apply(context)));
      return results.getFirst();
    }
  }

  private static String text(Mapping mapping, String key) {
    return mapping.get(key) instanceof Scalar scalar ? scalar.value() : "";
  }

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String file : FILES) {
      for (YamlNode node : nodes(file + ".yaml")) {
        add(tests, new Group(file, (Mapping) node));
      }
    }
    assertTrue(tests.size() >= LEAST, "cases=" + tests.size());
    return tests.stream();
  }

  private static List<YamlNode> nodes(String name) throws IOException {
    String resource = "/io/sentineledge/rules/conformance/" + name;
    try (InputStream in = ConformanceSuiteTest.class.getResourceAsStream(resource)) {
      assertNotNull(in, resource);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Diagnostics diagnostics = new Diagnostics();
      List<YamlNode> nodes = YamlReader.read(new SourceFile(name, text), diagnostics);
      assertNotNull(nodes, () -> diagnostics.render(Severity.NOTE));
      return ((Sequence) nodes.getFirst()).items();
    }
  }

  private static void add(List<DynamicTest> tests, Group group) {
    for (boolean expected : new boolean[] {true, false}) {
      String kind = Boolean.toString(expected);
      for (Scalar condition : group.list(kind)) {
        tests.add(
            DynamicTest.dynamicTest(
                group.name(kind, condition), () -> holds(group, condition.value(), expected)));
      }
    }
    for (Entry entry : group.pairs("prints")) {
      tests.add(
          DynamicTest.dynamicTest(
              group.name("prints", entry.key()),
              () -> prints(group, entry.key().value(), ((Scalar) entry.value()).value())));
    }
    for (Entry entry : group.pairs("wrong")) {
      tests.add(
          DynamicTest.dynamicTest(
              group.name("wrong", entry.key()),
              () -> wrong(entry.key().value(), ((Scalar) entry.value()).value())));
    }
    for (Scalar rule : group.list("fires")) {
      tests.add(
          DynamicTest.dynamicTest(
              group.name("fires", rule), () -> fires(group, rule.value(), true)));
    }
    for (Scalar rule : group.list("silent")) {
      tests.add(
          DynamicTest.dynamicTest(
              group.name("silent", rule), () -> fires(group, rule.value(), false)));
    }
    for (Scalar error : group.list("refused")) {
      tests.add(
          DynamicTest.dynamicTest(
              group.name("refused", error),
              () -> assertEquals(error.value(), firstError(text(group.mapping, "rules")))));
    }
  }

  private static void holds(Group group, String text, boolean expected) throws Exception {
    Scene scene = new Scene();
    Expression expression = ConditionParser.parse(text, text);
    Condition condition =
        new ConditionCompiler(scene.context().files()::register).compile(expression);
    boolean found =
        group.on(
            scene,
            context -> {
              boolean value = condition.test(context);
              assertEquals(
                  value ? Verdict.TRUE : Verdict.FALSE,
                  new Explainer(context).explain(expression).verdict());
              assertTrue(!value || condition.eventTypes().contains(context.event().type()));
              return value;
            });
    assertEquals(expected, found);
  }

  private static void prints(Group group, String format, String expected)
      throws ConditionException {
    OutputFormat compiled = OutputFormat.compile(format, format);
    assertEquals(expected, group.<String>on(new Scene(), compiled::format));
  }

  private static void wrong(String text, String expected) {
    ConditionException e =
        assertThrows(
            ConditionException.class,
            () -> new ConditionCompiler().compile(ConditionParser.parse(text, text)));
    assertEquals(expected, e.place().offset() + " " + e.getMessage());
  }

  private static void fires(Group group, String name, boolean expected) {
    RuleLoader.Result loaded =
        new RuleLoader().addText("rules.yaml", text(group.mapping, "rules")).load();
    assertFalse(
        loaded.diagnostics().hasErrors(), () -> loaded.diagnostics().render(Severity.ERROR));
    Rule rule =
        loaded.rules().enabled().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(null);
    assertEquals(expected, rule != null && group.<Boolean>on(new Scene(), rule.condition()::test));
  }

  private static @Nullable String firstError(String rules) {
    RuleLoader.Result loaded = new RuleLoader().addText("rules.yaml", rules).load();
    return loaded.diagnostics().all().stream()
        .filter(each -> each.severity() == Severity.ERROR)
        .map(each -> each.position().line() + ":" + each.position().column() + " " + each.message())
        .findFirst()
        .orElse(null);
  }
}
