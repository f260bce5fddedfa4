package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.findings;
import static io.sentineledge.rules.sigma.Sigma.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Rules that ask for too much end in an error, soon. */
class HostileSigmaTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static void check(String message, Supplier<String> rule) {
    String found = assertTimeoutPreemptively(SOON, () -> findings(rule.get()));
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
      groups.append(" or 1 of a").append("*".repeat(i % 1_000 + 1));
    }
    StringBuilder selections = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      selections.append("a").append(i).append(": {User: a}\n");
    }
    check(
        "Sigma rules hold more than 500000 values in all",
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
        assertTimeoutPreemptively(
            SOON,
            () ->
                findings(starts("a: {CommandLine: '" + "*a".repeat(30_000) + "'}\ncondition: a"))));
  }
}
