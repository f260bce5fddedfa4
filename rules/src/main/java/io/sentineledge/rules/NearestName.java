package io.sentineledge.rules;

import io.sentineledge.filter.Names;
import java.util.Collection;
import java.util.List;

/** Suggests the name that was probably meant. */
public final class NearestName {
  private NearestName() {}

  /** A question, or another sentence if no name is near. */
  public static String suggestion(String name, Collection<String> known, String otherwise) {
    List<String> near = Names.nearest(name, known);
    return near.isEmpty() ? otherwise : "Did you mean " + String.join(", ", near) + "?";
  }
}
