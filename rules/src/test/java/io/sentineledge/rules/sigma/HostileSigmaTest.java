package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.findings;
import static io.sentineledge.rules.sigma.Sigma.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.Soon;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rules that ask for too much end in an error, soon. */
class HostileSigmaTest {
  private static void check(String message, Supplier<String> rule) {
    String text = rule.get();
    String found = Soon.ends(() -> findings(text));
    assertTrue(found.contains(message), () -> found.substring(0, Math.min(500, found.length())));
  }

  private static String condition(String condition) {
    return starts("a: {User: a}\ncondition: " + condition);
  }

  @Test
  void depth() {
    check(
        "the condition is nested more than 100 levels deep",
        () -> condition("(".repeat(9_000) + "a"));
    check(
        "the condition is nested more than 100 levels deep",
        () -> condition("not ".repeat(9_000) + "a"));
  }

  @Test
  void length() {
    check("a condition has more than 10000 words", () -> condition("a and ".repeat(100_000) + "a"));
    check(
        "a value is longer than 65536 characters",
        () -> starts("a: {CommandLine: '" + "x".repeat(70_000) + "'}\ncondition: a"));
  }

  @Test
  void repetition() {
    StringBuilder groups = new StringBuilder("1 of a*");
    for (int i = 0; i < 2_000; i++) {
      groups.append(" or 1 of *").append(i).append('*');
    }
    StringBuilder selections = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      selections.append("a").append(i).append(": {User: a}\n");
    }
    check(
        "Sigma rules hold more than 200000 values in all",
        () -> starts(selections + "condition: " + groups));
    String first =
        "title: A\nlogsource: {product: windows}\ndetection:\n" + selections.toString().indent(2);
    check(
        "rules are merged too often",
        () -> first + "---\naction: repeat\ndetection: {b: {User: b}}\n".repeat(1_000));
  }

  @Test
  void growth() {
    check(
        "modifier 'windash' makes more than 1000 values of one",
        () -> starts("a: {CommandLine|windash: '" + "-x ".repeat(1_000) + "'}\ncondition: a"));
    String items = "'%many%', ".repeat(200) + "x";
    check(
        "modifier 'expand' makes more than 1000 values of one",
        () ->
            starts("a: {CommandLine|expand: '" + "%many%".repeat(50) + "'}\ncondition: a")
                + "---\n- list: many\n  items: ["
                + items
                + "]\n");
  }

  @Test
  void wildcardsByTheThousand() {
    assertEquals(
        "",
        Soon.ends(() ->
            findings(starts("a: {CommandLine: '" + "*a".repeat(30_000) + "'}\ncondition: a"))));
  }

  /**
   * Expressions that make other engines run for ever are linear here; only their size is bounded.
   */
  @Test
  void regularExpressions() {
    for (String linear : List.of("(a+)+$", "(a|aa)+$", "(.*a){20}$", "(x+x+)+y")) {
      assertEquals("", Soon.ends(() -> findings(regex(linear))));
    }
    for (String large :
        List.of(
            "((a{100}){100}){100}",
            "(((x{30}){30}){30}){30}",
            "(".repeat(9_000) + "a" + ")".repeat(9_000))) {
      String found = Soon.ends(() -> findings(regex(large)));
      assertTrue(found.contains("error"), found);
    }
  }

  private static String regex(String expression) {
    return starts("a: {CommandLine|re: '" + expression + "'}\ncondition: a");
  }
}
