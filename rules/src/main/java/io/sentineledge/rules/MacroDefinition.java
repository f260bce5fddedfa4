package io.sentineledge.rules;

import io.sentineledge.filter.Expression;
import io.sentineledge.rules.YamlNode.Scalar;
import org.jspecify.annotations.Nullable;

/** A macro as the declarations read so far leave it. */
final class MacroDefinition {
  /** Where it was first declared. */
  final Scalar name;

  /** Rank of its first declaration among all. */
  final int index;

  /** Rank of its latest declaration: it sees macros of a lower index. */
  int visibility;

  MappedText.Builder condition = new MappedText.Builder();

  /** Whether an error was found in one of its declarations, or in what it means. */
  boolean broken;

  boolean used;

  /** The condition with lists, but not macros, in place; null until it is read. */
  @Nullable Expression parsed;

  MacroDefinition(Scalar name, int index) {
    this.name = name;
    this.index = index;
  }
}
