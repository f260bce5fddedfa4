package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What declarations of the same name, lists, macros and exceptions come to. */
class DefinitionsTest {
  private static final String RULE =
      """
      - rule: r
        desc: first
        condition: evt.type = open
        output: out %proc.name
        priority: INFO
        tags: [b, a]
      """;

  private static RuleLoader.Result load(String... files) {
    RuleLoader loader = new RuleLoader();
    for (int i = 0; i < files.length; i++) {
      loader.addText("file" + i, files[i]);
    }
    RuleLoader.Result result = loader.load();
    assertFalse(
        result.diagnostics().hasErrors(), () -> result.diagnostics().render(Severity.ERROR));
    return result;
  }

  private static Rule rule(RuleLoader.Result result, String name) {
    Rule rule = result.rules().find(Namespace.USER, name);
    assertNotNull(rule);
    return rule;
  }

  /** The condition of rule r as it is evaluated. */
  private static Expression condition(String... files) {
    return rule(load(files), "r").expression();
  }

  private static Expression parsed(String condition) {
    return assertDoesNotThrow(() -> ConditionParser.parse(condition, ""));
  }

  private static String ruleWith(String condition) {
    return RULE.replace("evt.type = open", condition);
  }

  @Test
  void ruleAsItIsWritten() {
    Rule rule = rule(load(RULE), "r");
    assertEquals("first", rule.description());
    assertEquals("out %proc.name", rule.outputText());
    assertEquals(Priority.INFORMATIONAL, rule.priority());
    assertEquals(List.of("a", "b"), rule.tags());
    assertEquals("syscall", rule.source());
    assertEquals(Namespace.USER, rule.namespace());
    assertEquals(new Position("file0", 1, 9), rule.position());
    assertTrue(rule.enabled());
  }

  @Test
  void redefinitionReplacesTheWholeRuleButKeepsItsPlace() {
    String other = RULE.replace("rule: r", "rule: s");
    RuleLoader.Result result =
        load(
            RULE + other,
            """
            - rule: r
              desc: second
              condition: evt.type = execve
              output: other
              priority: ERROR
              enabled: false
            """);
    assertEquals(List.of("r", "s"), result.rules().rules().stream().map(Rule::name).toList());
    assertEquals(List.of("s"), result.rules().enabled().stream().map(Rule::name).toList());
    Rule rule = rule(result, "r");
    assertEquals("second", rule.description());
    assertEquals(List.of(), rule.tags());
    assertEquals(Priority.ERROR, rule.priority());
    assertEquals(parsed("evt.type = execve"), rule.expression());
    assertEquals(new Position("file0", 1, 9), rule.position());
  }

  @Test
  void overrideAppends() {
    RuleLoader.Result result =
        load(
            RULE,
            """
            - rule: r
              desc: second
              condition: >
                and proc.name = cat
              output: args %proc.args
              tags: [c, a]
              override: {desc: append, condition: append, output: append, tags: append}
            """);
    Rule rule = rule(result, "r");
    assertEquals("first second", rule.description());
    assertEquals("out %proc.name args %proc.args", rule.outputText());
    assertEquals(List.of("a", "b", "c"), rule.tags());
    assertEquals(parsed("evt.type = open and proc.name = cat"), rule.expression());
  }

  @Test
  void overrideReplaces() {
    RuleLoader.Result result =
        load(
            RULE,
            """
            - rule: r
              desc: second
              condition: evt.type = execve
              output: other
              tags: [c]
              priority: CRITICAL
              enabled: no
              warn_evttypes: false
              skip-if-unknown-filter: true
              capture: false
              capture_duration: 5
              override:
                desc: replace
                condition: replace
                output: replace
                tags: replace
                priority: replace
                enabled: replace
                warn_evttypes: replace
                skip-if-unknown-filter: replace
                capture: replace
                capture_duration: replace
            """);
    Rule rule = rule(result, "r");
    assertEquals("second", rule.description());
    assertEquals("other", rule.outputText());
    assertEquals(List.of("c"), rule.tags());
    assertEquals(Priority.CRITICAL, rule.priority());
    assertFalse(rule.enabled());
    assertEquals(parsed("evt.type = execve"), rule.expression());
  }

  @Test
  void overrideAppendsAndReplacesTogether() {
    Rule rule =
        rule(
            load(
                RULE,
                """
                - rule: r
                  condition: and proc.name = cat
                  priority: ALERT
                  override: {condition: append, priority: replace}
                """),
            "r");
    assertEquals(Priority.ALERT, rule.priority());
    assertEquals(parsed("evt.type = open and proc.name = cat"), rule.expression());
  }

  @Test
  void deprecatedForms() {
    RuleLoader.Result result =
        load(
            RULE,
            """
            - rule: r
              condition: and proc.name = cat
              append: true
              enabled: false
            """);
    Rule rule = rule(result, "r");
    assertEquals(parsed("evt.type = open and proc.name = cat"), rule.expression());
    assertTrue(rule.enabled(), "append takes condition and exceptions only");
    assertFalse(rule(load(RULE, "- rule: r\n  enabled: false\n"), "r").enabled());
    assertTrue(
        rule(load(RULE + "  enabled: false\n", "- rule: r\n  enabled: true\n"), "r").enabled());
  }

  @Test
  void appendIsJoinedWithOneBlankEvenInTheMiddleOfAGroup() {
    assertEquals(
        parsed("evt.type = open and (proc.name = a or proc.name = b)"),
        condition(
            "- macro: m\n  condition: (proc.name = a\n"
                + "- macro: m\n  condition: or proc.name = b)\n  override: {condition: append}\n"
                + ruleWith("evt.type = open and m")));
  }

  @Test
  void listsArePutIntoTheText() {
    assertEquals(
        parsed("proc.name in (a, \"b c\", \"d e\", f)"),
        condition("- list: l\n  items: [a, b c, '\"d e\"']\n" + ruleWith("proc.name in (l, f)")));
    assertEquals(
        parsed("proc.name in (a)"),
        condition("- list: l\n  items: []\n" + ruleWith("proc.name in (l, a)")));
    assertEquals(
        parsed("proc.name in (a)"),
        condition("- list: l\n  items: []\n" + ruleWith("proc.name in (a,l)")));
    assertEquals(
        parsed("proc.name in (lx, x-l)"),
        condition("- list: l\n  items: [no]\n" + ruleWith("proc.name in (lx, x-l)")));
  }

  @Test
  void listsAreAppendedToAndReplaced() {
    String list = "- list: l\n  items: [a]\n";
    String rule = ruleWith("proc.name in (l)");
    assertEquals(
        parsed("proc.name in (a, b)"),
        condition(list + rule, "- list: l\n  items: [b]\n  override: {items: append}\n"));
    assertEquals(
        parsed("proc.name in (a, b)"),
        condition(list + rule, "- list: l\n  items: [b]\n  append: true\n"));
    assertEquals(
        parsed("proc.name in (b)"),
        condition(list + rule, "- list: l\n  items: [b]\n  override: {items: replace}\n"));
    assertEquals(parsed("proc.name in (b)"), condition(list + rule, "- list: l\n  items: [b]\n"));
    assertEquals(
        parsed("proc.name in (b)"),
        condition("- list: l\n  items: [b]\n  override: {items: replace}\n" + rule));
  }

  @Test
  void nestedListsAreThoseDefinedBefore() {
    String rule = ruleWith("proc.name in (outer)");
    assertEquals(
        parsed("proc.name in (a, b, c)"),
        condition(
            "- list: inner\n  items: [a]\n"
                + "- list: middle\n  items: [inner, b]\n"
                + "- list: outer\n  items: [middle, c]\n"
                + rule));
    assertEquals(
        parsed("proc.name in (a)"),
        condition("- list: outer\n  items: [inner]\n- list: inner\n  items: [a]\n" + rule),
        "outer puts the name into the text, where inner finds it");
    assertEquals(
        parsed("proc.name in (a, b)"),
        condition(
            "- list: inner\n  items: [a]\n- list: outer\n  items: [inner]\n" + rule,
            "- list: inner\n  items: [b]\n  override: {items: append}\n"),
        "what is appended later belongs to it");
  }

  @Test
  void macrosTakeTheirLatestMeaning() {
    String macro = "- macro: m\n  condition: proc.name = a\n";
    String rule = ruleWith("evt.type = open and not m");
    assertEquals(parsed("evt.type = open and not proc.name = a"), condition(macro + rule));
    assertEquals(
        parsed("evt.type = open and not proc.name = a"),
        condition(rule + macro),
        "rules see all macros");
    assertEquals(
        parsed("evt.type = open and not (proc.name = a or proc.name = b)"),
        condition(
            macro + rule,
            "- macro: m\n  condition: or proc.name = b\n  override: {condition: append}\n"));
    assertEquals(
        parsed("evt.type = open and not proc.name = b"),
        condition(macro + rule, "- macro: m\n  condition: proc.name = b\n"));
  }

  @Test
  void aMacroSeesThoseDefinedBeforeItsLatestDeclaration() {
    assertEquals(
        parsed("proc.name = late"),
        condition(
            "- macro: m\n  condition: proc.name = a\n"
                + "- macro: late\n  condition: proc.name = late\n"
                + "- macro: m\n  condition: late\n"
                + ruleWith("m")));
  }

  @Test
  void exceptionsBecomePartOfTheCondition() {
    assertEquals(
        parsed(
            "(evt.type = open or evt.type = openat)"
                + " and not proc.exepath in (/bin/a, \"/bin/b c\")"),
        condition(
            ruleWith("evt.type = open or evt.type = openat")
                + "  exceptions:\n"
                + "    - name: one\n"
                + "      fields: proc.exepath\n"
                + "      values: [/bin/a, /bin/b c]\n"
                + "    - name: none\n"
                + "      fields: [proc.name, fd.name]\n"));
    assertEquals(
        parsed(
            "evt.type = open"
                + " and not (proc.name = a and fd.name startswith /x"
                + " or proc.name = \"b c\" and fd.name startswith /y)"),
        condition(
            RULE
                + "  exceptions:\n"
                + "    - name: two\n"
                + "      fields: [proc.name, fd.name]\n"
                + "      comps: [=, startswith]\n"
                + "      values:\n"
                + "        - [a, /x]\n"
                + "        - [b c, /y]\n"));
    assertEquals(
        parsed(
            "evt.type = open and not (proc.name in (a, \"b c\") and fd.name startswith oneof (/x))"),
        condition(
            RULE
                + "  exceptions:\n"
                + "    - name: lists\n"
                + "      fields: [proc.name, fd.name]\n"
                + "      comps: [in, startswith oneof]\n"
                + "      values:\n"
                + "        - [[a, b c], /x]\n"));
  }

  @Test
  void exceptionValuesMayNameLists() {
    assertEquals(
        parsed("evt.type = open and not (proc.name in (a, b) and fd.name pmatch (a, b))"),
        condition(
            "- list: l\n  items: [a, b]\n"
                + RULE
                + "  exceptions:\n"
                + "    - name: lists\n"
                + "      fields: [proc.name, fd.name]\n"
                + "      comps: [in, pmatch]\n"
                + "      values: [[l, (l)]]\n"));
  }

  @Test
  void exceptionsAreAppendedToAndReplaced() {
    String rule =
        RULE
            + "  exceptions:\n"
            + "    - name: e\n"
            + "      fields: proc.exepath\n"
            + "      values: [/a]\n";
    String more =
        """
        - rule: r
          exceptions:
            - name: e
              values: [/b]
            - name: f
              fields: proc.pname
              values: [x]
        """;
    String both = "evt.type = open and not proc.exepath in (/a, /b) and not proc.pname in (x)";
    assertEquals(parsed(both), condition(rule, more + "  append: true\n"));
    assertEquals(parsed(both), condition(rule, more + "  override: {exceptions: append}\n"));
    assertEquals(
        parsed("evt.type = open and not proc.pname in (x)"),
        condition(
            rule,
            """
            - rule: r
              exceptions:
                - name: f
                  fields: proc.pname
                  values: [x]
              override: {exceptions: replace}
            """));
    assertEquals(
        List.of(
            new RuleException("e", List.of("proc.exepath"), List.of("in"), List.of(List.of("/a")))),
        rule(load(rule), "r").exceptions());
  }
}
