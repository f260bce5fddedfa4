package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.All;
import io.sentineledge.filter.Typed.Any;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Constant;
import io.sentineledge.filter.Typed.Negation;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds for events of which types a condition can be true at all, by what it asks of {@code
 * evt.type}. Most conditions ask for a few types of many: a tree for each of the others would be
 * most of the work of compiling.
 */
final class PossibleTypes {
  private static final BitSet ALL = new BitSet(EventType.COUNT);
  private static final Map<Text, BitSet> BY_NAME = new HashMap<>();

  static {
    ALL.set(0, EventType.COUNT);
    for (EventType type : EventType.values()) {
      BY_NAME.computeIfAbsent(Text.of(type.falcoName()), _ -> new BitSet()).set(type.id());
    }
  }

  private final IdentityHashMap<Typed, BitSet> whenTrue = new IdentityHashMap<>();
  private final IdentityHashMap<Typed, BitSet> whenFalse = new IdentityHashMap<>();

  /** Ids of the types, perhaps of too many. Not to be changed. */
  BitSet of(Typed condition) {
    return of(condition, true);
  }

  private BitSet of(Typed condition, boolean value) {
    IdentityHashMap<Typed, BitSet> known = value ? whenTrue : whenFalse;
    BitSet types = known.get(condition);
    if (types == null) {
      types = find(condition, value);
      known.put(condition, types);
    }
    return types;
  }

  private BitSet find(Typed condition, boolean value) {
    return switch (condition) {
      case Constant constant -> constant.value() == value ? ALL : new BitSet();
      case Atom atom -> find(atom, value);
      case Negation negation -> of(negation.operand(), !value);
      case All all -> value ? common(all.operands(), true) : joined(all.operands(), false);
      case Any any -> value ? joined(any.operands(), true) : common(any.operands(), false);
    };
  }

  private BitSet common(List<Typed> operands, boolean value) {
    BitSet types = (BitSet) ALL.clone();
    for (Typed operand : operands) {
      types.and(of(operand, value));
    }
    return types;
  }

  private BitSet joined(List<Typed> operands, boolean value) {
    BitSet types = new BitSet(EventType.COUNT);
    for (Typed operand : operands) {
      types.or(of(operand, value));
    }
    return types;
  }

  private static BitSet find(Atom atom, boolean value) {
    if (!(atom.left() instanceof Value.OfField field)
        || !field.use().field().name().equals("evt.type")
        || !(atom.test() instanceof Test.Texts test)
        || test.quantifier() != null) {
      return ALL;
    }
    return switch (test.operator()) {
      case EQUAL, IN -> named(test.values(), value);
      case NOT_EQUAL -> named(test.values(), !value);
      default -> ALL;
    };
  }

  /** The types of these names, or all others. */
  private static BitSet named(List<Text> names, boolean value) {
    BitSet types = new BitSet(EventType.COUNT);
    for (Text name : names) {
      types.or(BY_NAME.getOrDefault(name, new BitSet()));
    }
    if (!value) {
      types.flip(0, EventType.COUNT);
    }
    return types;
  }
}
