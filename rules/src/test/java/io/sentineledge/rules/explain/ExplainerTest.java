package io.sentineledge.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Place;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import io.sentineledge.rules.YamlReader;
import io.sentineledge.rules.scenario.EventDescription;
import io.sentineledge.rules.scenario.Scene;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final List<String> FILES =
      List.of("credential_access", "defense_evasion", "execution", "privilege_escalation");
  private static final RuleSet RULES = new RuleLoader().addShipped().load().rules();

  private static Mapping mapping(String text) {
    List<YamlNode> nodes = YamlReader.read(new SourceFile("text", text), new Diagnostics());
    assertNotNull(nodes);
    return (Mapping) nodes.getFirst();
  }

  private static EventDescription event(String text) {
    EventDescription event = EventDescription.read(mapping(text), new Diagnostics());
    assertNotNull(event, text);
    return event;
  }

  /** The single events of the shipped rules' tests. */
  private static List<Mapping> events() throws IOException {
    List<Mapping> events = new ArrayList<>();
    for (String name : FILES) {
      String resource = "/io/sentineledge/rules/cases/" + name + ".test.yaml";
      try (InputStream in = ExplainerTest.class.getResourceAsStream(resource)) {
        assertNotNull(in, resource);
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        List<YamlNode> nodes = YamlReader.read(new SourceFile(name, text), new Diagnostics());
        assertNotNull(nodes);
        for (YamlNode test : ((Sequence) nodes.getFirst()).items()) {
          if (((Mapping) test).get("event") instanceof Mapping event) {
            events.add(event);
          }
        }
      }
    }
    return events;
  }

  private static Explanation explain(String condition, String event) throws ConditionException {
    Expression expression = ConditionParser.parse(condition, condition);
    List<Explanation> found = new ArrayList<>();
    new Scene()
        .play(event(event), context -> found.add(new Explainer(context).explain(expression)));
    return found.getFirst();
  }

  /** Random combinations of what the shipped rules are made of. */
  private static final class Combinations {
    private final Random random;
    private final List<Expression> atoms = new ArrayList<>();

    Combinations(long seed) {
      random = new Random(seed);
      RULES.rules().forEach(rule -> collect(rule.expression()));
    }

    private void collect(Expression expression) {
      switch (expression) {
        case And and -> and.operands().forEach(this::collect);
        case Or or -> or.operands().forEach(this::collect);
        case Not not -> collect(not.operand());
        default -> atoms.add(expression);
      }
    }

    Expression next(int depth) {
      int kind = depth == 0 ? 0 : random.nextInt(4);
      return switch (kind) {
        case 1 -> new And(List.of(next(depth - 1), next(depth - 1)), Place.NONE);
        case 2 -> new Or(List.of(next(depth - 1), next(depth - 1)), Place.NONE);
        case 3 -> new Not(next(depth - 1), Place.NONE);
        default -> atoms.get(random.nextInt(atoms.size()));
      };
    }
  }

  @Test
  void theRootIsWhatTheEngineFinds() throws IOException, ConditionException {
    long seed = 20260101;
    Combinations combinations = new Combinations(seed);
    for (Mapping mapping : events()) {
      EventDescription event = EventDescription.read(mapping, new Diagnostics());
      assertNotNull(event);
      Scene scene = new Scene();
      ConditionCompiler compiler = new ConditionCompiler(scene.context().files()::register);
      List<Expression> expressions = new ArrayList<>();
      List<Condition> conditions = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Expression expression = combinations.next(5);
        expressions.add(expression);
        conditions.add(compiler.compile(expression));
      }
      scene.play(
          event,
          context -> {
            for (int i = 0; i < expressions.size(); i++) {
              Expression expression = expressions.get(i);
              assertEquals(
                  Verdict.of(conditions.get(i).test(context)),
                  new Explainer(context).explain(expression).verdict(),
                  () -> "seed=" + seed + "\n" + ConditionLayout.layOut(expression));
            }
          });
    }
  }

  @Test
  void whatALineTellsIsTrueOfTheWholeEvent() throws IOException {
    long seed = 20260102;
    Random random = new Random(seed);
    int told = 0;
    for (Mapping whole : events()) {
      EventDescription event = EventDescription.read(whole, new Diagnostics());
      assertNotNull(event);
      List<Entry> entries = new ArrayList<>(whole.entries());
      entries.removeIf(entry -> entry.key().value().equals("ancestors") || random.nextInt(4) == 0);
      Mapping fields = new Mapping(entries, whole.location());
      Scalar key = new Scalar("fields", Scalar.Style.PLAIN, whole.location());
      Mapping line = new Mapping(List.of(new Entry(key, fields)), whole.location());
      for (Rule rule : RULES.rules()) {
        if (!rule.condition().eventTypes().contains(event.type()) || random.nextInt(3) > 0) {
          continue;
        }
        Explanation explanation = LineExplainer.explain(rule, RULES, line);
        if (explanation != null && explanation.verdict() != Verdict.UNKNOWN) {
          told++;
          List<Verdict> real = new ArrayList<>();
          new Scene()
              .play(
                  event,
                  context -> real.add(new Explainer(context).explain(rule.expression()).verdict()));
          assertEquals(
              real.getFirst(),
              explanation.verdict(),
              () -> "seed=" + seed + " rule=" + rule.name() + " " + whole.location().position());
        }
      }
    }
    assertTrue(told > 20, "told=" + told);
  }

  @Test
  void theDecisivePartsAreShown() throws ConditionException {
    Explanation explanation =
        explain(
            "evt.type = openat and (proc.name = cat or proc.name = dog) and not fd.name = /etc/x",
            "{evt.type: openat, evt.rawres: 3, fd.name: /etc/x, proc.name: cat}");
    assertEquals(Verdict.FALSE, explanation.verdict());
    assertEquals(1, explanation.decisive().size());
    Explanation negation = explanation.decisive().getFirst();
    assertEquals("/etc/x", negation.parts().getFirst().operands().getFirst().value());
    assertEquals(Verdict.TRUE, explanation.parts().get(1).verdict());
    assertEquals(1, explanation.parts().get(1).decisive().size());
  }

  @Test
  void allNamesOfAFileAreShown() throws ConditionException {
    Explanation explanation =
        explain(
            "fd.name = /tmp/link",
            "{evt.type: openat, evt.rawres: 3, fd.name: /etc/x, fd.nameraw: /tmp/link}");
    assertEquals(Verdict.TRUE, explanation.verdict());
    assertEquals("/etc/x", explanation.operands().getFirst().value());
    assertEquals(List.of("/tmp/link"), explanation.operands().getFirst().otherNames());
  }

  @Test
  void bothEndsOfASocketAreShown() throws ConditionException {
    Explanation explanation =
        explain(
            "fd.ip = 10.0.0.9 or fd.snet = 192.0.2.0/24",
            "{evt.type: connect, fd.name: '10.0.0.1:4000->192.0.2.1:443'}");
    assertEquals(Verdict.TRUE, explanation.verdict());
    assertEquals(
        "[10.0.0.1, 192.0.2.1]",
        String.valueOf(explanation.parts().getFirst().operands().getFirst().value()));
    assertEquals(
        "192.0.2.1", String.valueOf(explanation.parts().getLast().operands().getFirst().value()));
  }

  @Test
  void anAlertLeavesUnknownWhatItDoesNotCarry() {
    Rule rule =
        RULES.rules().stream()
            .filter(each -> each.name().equals("Reverse shell"))
            .findFirst()
            .orElseThrow();
    String line =
        "{\"rule\":\"Reverse shell\",\"output_fields\":{\"proc.exepath\":\"/usr/bin/bash\","
            + "\"proc.stdin.type\":\"ipv4\",\"proc.stdout.type\":null,\"proc.cmdline\":\"bash\"}}";
    Explanation explanation = LineExplainer.explain(rule, RULES, mapping(line));
    assertNotNull(explanation);
    assertEquals(Verdict.UNKNOWN, explanation.verdict());
    assertEquals(
        List.of("evt.rawres = 0"),
        explanation.unknowns().stream()
            .map(each -> ConditionLayout.layOut(each.expression()))
            .toList());
    String whole = line.replace("{\"proc.exe", "{\"evt.rawres\":0,\"proc.exe");
    explanation = LineExplainer.explain(rule, RULES, mapping(whole));
    assertNotNull(explanation);
    assertEquals(Verdict.TRUE, explanation.verdict());
  }

  @Test
  void theLaidOutConditionParsesToTheSame() throws ConditionException {
    for (Rule rule : RULES.rules()) {
      String text = ConditionLayout.layOut(rule.expression());
      assertEquals(rule.expression(), ConditionParser.parse(text, text), rule.name());
    }
    Combinations combinations = new Combinations(7);
    for (int i = 0; i < 500; i++) {
      Expression expression = combinations.next(4);
      String text = ConditionLayout.layOut(expression);
      assertEquals(text, ConditionLayout.layOut(ConditionParser.parse(text, text)));
    }
  }
}
