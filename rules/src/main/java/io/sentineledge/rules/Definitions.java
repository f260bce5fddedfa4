package io.sentineledge.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that the files of one namespace declare, each name where it was first declared: a
 * later declaration changes what a name means but not its place.
 */
final class Definitions {
  final Namespace namespace;
  final Map<String, ListDefinition> lists = new LinkedHashMap<>();
  final Map<String, MacroDefinition> macros = new LinkedHashMap<>();
  final Map<String, RuleDefinition> rules = new LinkedHashMap<>();

  /** Whether a file could not be read: names may then be missing that it defines. */
  boolean incomplete;

  private int declarations;

  Definitions(Namespace namespace) {
    this.namespace = namespace;
  }

  /** The rank of the next declaration of a list or macro. */
  int nextRank() {
    return declarations++;
  }
}
