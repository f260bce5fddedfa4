package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.All;
import io.sentineledge.filter.Typed.Any;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Constant;
import io.sentineledge.filter.Typed.Negation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes trees of {@link Predicate}s for events of one type. What the type decides (its name, fields
 * that it does not have) is folded away; equal parts of all conditions become one object.
 */
final class TreeCompiler {
  /** Parts that are at least this dear are evaluated once per event where several share them. */
  private static final int SHARED_COST = 4;

  private final AtomCompiler atoms;
  private final IdentityHashMap<Typed, Predicate> compiled = new IdentityHashMap<>();
  private final Map<Key, Predicate> interned = new HashMap<>();
  private final IdentityHashMap<Predicate, Integer> numbers = new IdentityHashMap<>();

  TreeCompiler(EventType type, Bits.Tables tables, Consumer<Text> literals) {
    atoms = new AtomCompiler(type, tables, literals);
  }

  private record Key(boolean all, List<Integer> parts) {}

  /** The condition's predicate: {@link Predicate#FALSE} if it is false for all such events. */
  Predicate compile(Typed typed) {
    Predicate known = compiled.get(typed);
    if (known == null) {
      known =
          switch (typed) {
            case Constant constant -> Predicate.of(constant.value());
            case Atom atom -> shareable(atoms.compile(atom));
            case Negation negation -> negation(compile(negation.operand()));
            case All all -> joined(all.operands(), true);
            case Any any -> joined(any.operands(), false);
          };
      compiled.put(typed, known);
    } else if (known instanceof Predicate.Shared shared) {
      shared.share();
    }
    return known;
  }

  private Predicate negation(Predicate part) {
    if (part.isAlways(true) || part.isAlways(false)) {
      return Predicate.of(part.isAlways(false));
    }
    return interned.computeIfAbsent(
        new Key(true, List.of(-1, number(part))), key -> new Predicate.Negation(part));
  }

  /** All parts, or any: without those that the type decides, the cheap ones first. */
  private Predicate joined(List<Typed> operands, boolean all) {
    List<Predicate> parts = new ArrayList<>();
    for (Typed operand : operands) {
      Predicate part = compile(operand);
      if (part.isAlways(!all)) {
        return part;
      }
      if (!part.isAlways(all) && !parts.contains(part)) {
        parts.add(part);
      }
    }
    if (parts.isEmpty()) {
      return Predicate.of(all);
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    parts.sort(Predicate.order(all));
    List<Integer> sorted = new ArrayList<>(parts.size());
    for (Predicate part : parts) {
      sorted.add(number(part));
    }
    sorted.sort(null);
    Key key = new Key(all, sorted);
    Predicate known = interned.get(key);
    if (known == null) {
      Predicate[] array = parts.toArray(new Predicate[0]);
      known = shareable(all ? new Predicate.All(array) : new Predicate.Any(array));
      interned.put(key, known);
    } else if (known instanceof Predicate.Shared shared) {
      shared.share();
    }
    return known;
  }

  private static Predicate shareable(Predicate predicate) {
    return predicate.cost >= SHARED_COST ? new Predicate.Shared(predicate) : predicate;
  }

  private int number(Predicate predicate) {
    return numbers.computeIfAbsent(predicate, key -> numbers.size());
  }
}
