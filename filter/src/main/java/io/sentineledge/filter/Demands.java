package io.sentineledge.filter;

import io.sentineledge.filter.Typed.All;
import io.sentineledge.filter.Typed.Any;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Constant;
import io.sentineledge.filter.Typed.Negation;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.filter.field.FieldTable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;

/** What fields ask of the kernel beside events. */
final class Demands {
  private final IdentityHashMap<Typed, Set<Demand>> known = new IdentityHashMap<>();

  /** Of all fields that a condition compares. */
  Set<Demand> of(Typed condition) {
    Set<Demand> demands = known.get(condition);
    if (demands == null) {
      demands =
          switch (condition) {
            case Constant constant -> Set.of();
            case Atom atom -> union(of(atom.left()), ofRight(atom.test()));
            case Negation negation -> of(negation.operand());
            case All all -> all(all.operands(), this::of);
            case Any any -> all(any.operands(), this::of);
          };
      known.put(condition, demands);
    }
    return demands;
  }

  private static Set<Demand> ofRight(Test test) {
    return test instanceof Test.Operand operand ? of(operand.right()) : Set.of();
  }

  /** Of all fields that an operand is made of. */
  static Set<Demand> of(Value value) {
    return switch (value) {
      case Value.OfField field -> FieldTable.demands(field.use().field());
      case Value.OfText text -> Set.of();
      case Value.OfCall call -> all(call.arguments(), Demands::of);
    };
  }

  private static <T> Set<Demand> all(Collection<T> parts, Function<T, Set<Demand>> demands) {
    return parts.stream().map(demands).reduce(Set.of(), Demands::union);
  }

  private static Set<Demand> union(Set<Demand> one, Set<Demand> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Set<Demand> both = EnumSet.copyOf(one);
    both.addAll(other);
    return both;
  }
}
