package io.sentineledge.agent.config;

import java.util.List;

/** Keys of {@code [rules]}. */
public final class RuleKeys {
  /** Which of the rules that match an event fire. */
  public enum Matches {
    FIRST,
    ALL
  }

  public static final Key<List<String>> RULE_FILES =
      Key.of(
              "rules.files",
              ValueType.STRINGS,
              List.of(),
              "Rule files and folders beside the shipped ones, from the folder of this file.")
          .live();

  public static final Key<Boolean> DEFAULT_RULES =
      Key.of(
              "rules.default",
              ValueType.BOOLEAN,
              true,
              "Whether the shipped rules and those in /etc/sentineledge/rules.d are loaded.")
          .live();

  public static final Key<Matches> MATCHING =
      Key.of(
              "rules.matching",
              ValueType.oneOf(Matches.class),
              Matches.FIRST,
              "Whether the first rule of a namespace that matches an event raises an alert, or"
                  + " all do.")
          .live();

  /** All of them, in the order of the documentation. */
  static final List<Key<?>> ALL = List.of(RULE_FILES, DEFAULT_RULES, MATCHING);

  private RuleKeys() {}
}
