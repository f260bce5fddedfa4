package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one test of several alternatives of one kind for one field: {@code a = x or a = y} becomes
 * {@code a in (x, y)}, {@code a startswith x or a startswith y} one test of {@code anyof}.
 */
final class Merging {
  private Merging() {}

  private record Group(Value left, Operator operator) {}

  /** The alternatives, fewer and equal in meaning. */
  static List<Typed> merged(List<Typed> alternatives) {
    Map<Object, List<Atom>> groups = new LinkedHashMap<>();
    List<Typed> rest = new ArrayList<>();
    for (Typed alternative : alternatives) {
      Group group = alternative instanceof Atom atom ? group(atom) : null;
      if (group != null && alternative instanceof Atom atom) {
        groups.computeIfAbsent(group, key -> new ArrayList<>()).add(atom);
      } else {
        rest.add(alternative);
      }
    }
    List<Typed> merged = new ArrayList<>();
    for (List<Atom> atoms : groups.values()) {
      merged.add(atoms.size() == 1 ? atoms.get(0) : merge(atoms));
    }
    merged.addAll(rest);
    return merged;
  }

  /**
   * Which atoms an atom can be merged with; null for none. Tests that exclude stay apart: that all
   * names are equal to one or another is less than that all are equal to the same.
   */
  private static @Nullable Group group(Atom atom) {
    if (atom.excludes() || !(atom.test() instanceof Test.Texts test) || atom.left().list()) {
      return null;
    }
    boolean any = test.quantifier() == null || test.quantifier() == Quantifier.ANYOF;
    return switch (test.operator()) {
      case EQUAL -> any ? new Group(atom.left(), Operator.IN) : null;
      case IN, INTERSECTS -> new Group(atom.left(), Operator.IN);
      case PMATCH -> test.quantifier() == null ? new Group(atom.left(), Operator.PMATCH) : null;
      case STARTSWITH, ENDSWITH, CONTAINS, ICONTAINS ->
          any ? new Group(atom.left(), test.operator()) : null;
      default -> null;
    };
  }

  private static Atom merge(List<Atom> atoms) {
    Set<Text> values = new LinkedHashSet<>();
    for (Atom atom : atoms) {
      values.addAll(((Test.Texts) atom.test()).values());
    }
    Operator operator = ((Test.Texts) atoms.get(0).test()).operator();
    Test test =
        switch (operator) {
          case STARTSWITH, ENDSWITH, CONTAINS, ICONTAINS ->
              new Test.Texts(operator, Quantifier.ANYOF, List.copyOf(values));
          case PMATCH -> new Test.Texts(operator, null, List.copyOf(values));
          default -> new Test.Texts(Operator.IN, null, List.copyOf(values));
        };
    return new Atom(atoms.get(0).left(), test, false);
  }
}
