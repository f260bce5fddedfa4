package io.sentineledge.agent.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Something that is done, and the rules that fire because of it.
 *
 * @param rule the rule that the case is about
 * @param given shell commands that prepare the case, unobserved
 * @param script shell commands that are observed
 * @param container whether in namespaces as containers have them
 * @param rules names of all rules that fire; empty for a benign look-alike
 * @param fields what the first alert of the rule tells: text, or a pattern for all of it
 */
record Case(
    String rule,
    String name,
    String given,
    String script,
    boolean container,
    Set<String> rules,
    Map<String, Object> fields) {

  /** Prepares a program to be attacked, {@code $!}, and waits until it is that program. */
  static final String VICTIM =
      """
      sleep 60 >/dev/null 2>&1 &
      until [ "$(cat /proc/$!/comm)" = sleep ]; do :; done
      """;

  /** An attack that its rule must find, and no other rule. */
  static Case attack(String rule, String name, String script) {
    return new Case(rule, name, "", script, false, Set.of(rule), Map.of());
  }

  /** Something that looks like the attack of the rule, of which no rule may say anything. */
  static Case benign(String rule, String name, String script) {
    return new Case(rule, name, "", script, false, Set.of(), Map.of());
  }

  Case given(String commands) {
    return new Case(rule, name, commands, script, container, rules, fields);
  }

  /** In a pid namespace of its own too, as in a container. */
  Case inContainer() {
    return new Case(rule, name, given, script, true, rules, fields);
  }

  /** Another rule finds something in this attack too. */
  Case andRule(String other) {
    Set<String> all = new TreeSet<>(rules);
    all.add(other);
    return new Case(rule, name, given, script, container, all, fields);
  }

  Case field(String field, String value) {
    return with(field, value);
  }

  Case fieldMatches(String field, String pattern) {
    return with(field, Pattern.compile(pattern, Pattern.DOTALL));
  }

  private Case with(String field, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put(field, value);
    return new Case(rule, name, given, script, container, rules, all);
  }

  /**
   * What the fired rules differ in from what is expected, and wrong fields; empty if all is well.
   */
  List<String> differences(List<Alert> alerts) {
    List<String> found = new java.util.ArrayList<>();
    Set<String> fired = new TreeSet<>(alerts.stream().map(Alert::rule).toList());
    if (!fired.equals(new TreeSet<>(rules))) {
      found.add("rules: expected " + new TreeSet<>(rules) + ", fired " + fired);
    }
    alerts.stream()
        .filter(alert -> alert.rule().equals(rule))
        .findFirst()
        .ifPresent(alert -> fields.forEach((field, value) -> compare(alert, field, value, found)));
    return found;
  }

  private static void compare(Alert alert, String field, Object wanted, List<String> found) {
    String value = String.valueOf(alert.fields().get(field));
    boolean same =
        wanted instanceof Pattern pattern
            ? pattern.matcher(value).matches()
            : wanted.toString().equals(value);
    if (!same) {
      found.add("field " + field + ": expected '" + wanted + "', is '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return rule + ": " + name;
  }
}
