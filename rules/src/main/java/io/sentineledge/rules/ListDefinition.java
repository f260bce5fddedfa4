package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** A list as the declarations read so far leave it. */
final class ListDefinition {
  /** Where it was first declared. */
  final Scalar name;

  /** Rank of its first declaration among all. */
  final int index;

  /** Rank of its latest declaration: it sees lists of a lower index. */
  int visibility;

  final List<Scalar> items = new ArrayList<>();

  /** Whether an error was found in one of its declarations. */
  boolean broken;

  boolean used;

  ListDefinition(Scalar name, int index) {
    this.name = name;
    this.index = index;
  }
}
