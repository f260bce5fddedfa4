package io.sentineledge.agent.config;

import io.sentineledge.filter.Names;
import java.util.Collection;

/** Asks for the name that was probably meant. */
final class Similar {
  private Similar() {}

  /**
   * The end of a message about a name that is not known: a question, or nothing if none is near.
   */
  static String question(String name, Collection<String> known) {
    return Names.nearest(name, known).stream()
        .findFirst()
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }
}
