package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.condition;
import static io.sentineledge.rules.sigma.Sigma.reason;
import static io.sentineledge.rules.sigma.Sigma.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How selections are combined. */
class ConditionsTest {
  private static final String SELECTIONS =
      """
      sel_a:
        User: a
      sel_b:
        User: b
      other:
        User: o
      _hidden:
        User: h
      """;

  private static String of(String condition) {
    return condition(starts(SELECTIONS + "condition: " + condition))
        .replaceAll("tolower\\(user\\.name\\) = ", "");
  }

  @Test
  void operators() {
    assertEquals("a", of("sel_a"));
    assertEquals("a and b", of("sel_a and sel_b"));
    assertEquals("a or b", of("sel_a or sel_b"));
    assertEquals("not a", of("not sel_a"));
    assertEquals("not (not a)", of("not not sel_a"));
    assertEquals("a or (b and (not o))", of("sel_a or sel_b and not other"));
    assertEquals("(a or b) and o", of("(sel_a or sel_b) and other"));
    assertEquals("a and (not (b or o))", of("sel_a AND NOT (sel_b OR other)"));
    assertEquals("h", of("_hidden"));
  }

  @Test
  void groups() {
    assertEquals("a or b", of("1 of sel_*"));
    assertEquals("a or b", of("any of sel*"));
    assertEquals("a and b", of("all of sel_*"));
    assertEquals("b", of("1 of *_b"));
    assertEquals("a or b or o", of("1 of them"));
    assertEquals("a and b and o", of("all of them"));
    assertEquals("o and (not (a or b))", of("other and not 1 of sel_*"));
    assertEquals("a", of("1 of sel_a"));
  }

  @Test
  void aListOfConditionsIsAnAlternative() {
    assertEquals("a or (b and o)", of("[sel_a, sel_b and other]"));
  }

  @Test
  void mapsAreJoinedAndListsAreAlternatives() {
    assertEquals(
        "tolower(user.name) = a and tolower(proc.cwd) = /b",
        condition(starts("s:\n  User: a\n  CurrentDirectory: /b\ncondition: s")));
    assertEquals(
        "tolower(user.name) = a or (tolower(user.name) = b and tolower(proc.cwd) = /c)",
        condition(starts("s:\n  - User: a\n  - User: b\n    CurrentDirectory: /c\ncondition: s")));
  }

  @Test
  void anAliasOfAProgramDoesNotExclude() {
    assertEquals(
        "(tolower(proc.exepath) endswith /a or tolower(proc.asked) endswith /a)"
            + " and (not tolower(proc.exepath) endswith /b)",
        condition(
            starts("s:\n  Image|endswith: /a\nf:\n  Image|endswith: /b\ncondition: s and not f")));
  }

  @Test
  void aggregationsAreReplacedByCorrelations() {
    assertEquals(
        "aggregations in conditions are replaced by correlations",
        reason(starts(SELECTIONS + "condition: sel_a | count() by User > 5\ntimeframe: 1m")));
  }
}
