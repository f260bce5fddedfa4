package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Guards.Guard;
import io.sentineledge.filter.Predicates.OfBit;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells which of many conditions an event can satisfy, in a time that hardly depends on their
 * number: a condition is left out if it can't be true for events of the type, or if the event
 * passes none of the tests of which the condition needs one.
 *
 * <p>Used by one thread. {@link #select} and {@link #next} allocate nothing.
 */
public final class ConditionIndex {
  /** Gates that are passed more often than this spare too little. */
  private static final double SELDOM = 0.35;

  /** More gates than this cost more than what they spare. */
  private static final int MOST_GATES = 6;

  private final OfType[] types = new OfType[EventType.COUNT];
  private final long[] selected;

  /** What is needed for events of one type. */
  private static final class OfType {
    final long[] always;
    final Group[] groups;
    final Single[] singles;

    /** Groups behind the gate. */
    final Group[] ofFile;

    final FolderGate gate;

    OfType(long[] always, List<Group> all, Single[] singles) {
      this.always = always;
      this.singles = singles;
      List<Group> others = new ArrayList<>();
      List<Group> files = new ArrayList<>();
      List<FolderGate.Tests> tests = new ArrayList<>();
      for (Group group : all) {
        FolderGate.Tests found = FolderGate.Tests.of(group.source, group.tests);
        if (found == null || files.size() == FolderGate.MOST) {
          others.add(group);
        } else {
          files.add(group);
          tests.add(found);
        }
      }
      groups = others.toArray(new Group[0]);
      ofFile = files.toArray(new Group[0]);
      gate = new FolderGate(tests);
    }

    void select(EventContext event, long[] selected) {
      System.arraycopy(always, 0, selected, 0, selected.length);
      if (ofFile.length > 0) {
        for (long open = gate.open(event); open != 0; open &= open - 1) {
          ofFile[Long.numberOfTrailingZeros(open)].select(event, selected);
        }
      }
      for (Group group : groups) {
        group.select(event, selected);
      }
      for (Single single : singles) {
        single.select(event, selected);
      }
    }
  }

  /** A test made alone, and which conditions are to be looked at if it is passed. */
  private static final class Single {
    final Predicate test;
    final int[] conditions;

    Single(Predicate test, int[] conditions) {
      this.test = test;
      this.conditions = conditions;
    }

    void select(EventContext event, long[] selected) {
      if (test.test(event)) {
        add(conditions, selected);
      }
    }
  }

  /** The tests of one operand, and which conditions are to be looked at if one is passed. */
  private static final class Group {
    final BitSource source;
    final Predicate @Nullable [] gates;
    final long[] tests;
    final int[][] conditions;

    /**
     * Makes the table.
     *
     * @param gates cheap tests of which one is passed if any of the conditions is true; null if
     *     that is not known
     */
    Group(
        BitSource source,
        Predicate @Nullable [] gates,
        NavigableMap<Integer, List<Integer>> byBit) {
      this.source = source;
      this.gates = gates;
      int bits = byBit.lastKey() + 1;
      tests = new long[(bits + 63) >> 6];
      conditions = new int[bits][];
      byBit.forEach((bit, numbers) -> {
        tests[bit >> 6] |= 1L << bit;
        conditions[bit] = numbers(numbers);
      });
    }

    private boolean isOpen(EventContext event) {
      if (gates == null) {
        return true;
      }
      for (Predicate gate : gates) {
        if (gate.test(event)) {
          return true;
        }
      }
      return false;
    }

    void select(EventContext event, long[] selected) {
      long[] bits = isOpen(event) ? source.bits(event) : null;
      if (bits == null) {
        return;
      }
      for (int word = 0; word < tests.length && word < bits.length; word++) {
        long passed = bits[word] & tests[word];
        while (passed != 0) {
          add(conditions[(word << 6) + Long.numberOfTrailingZeros(passed)], selected);
          passed &= passed - 1;
        }
      }
    }
  }

  /**
   * Indexes conditions by their number in the list.
   *
   * @param conditions those made by {@link ConditionCompiler} are indexed by what they test; any
   *     other is selected for all events of its types
   */
  public ConditionIndex(List<? extends Condition> conditions) {
    selected = new long[(conditions.size() + 63) >> 6];
    for (int type = 0; type < types.length; type++) {
      types[type] = index(conditions, type);
    }
    for (Condition condition : conditions) {
      if (condition instanceof ConditionCompiler.Compiled compiled) {
        compiled.tables().prepare();
      }
    }
  }

  private OfType index(List<? extends Condition> conditions, int type) {
    Guards guards = new Guards(false);
    Guards gates = new Guards(true);
    long[] always = new long[selected.length];
    Map<BitSource, NavigableMap<Integer, List<Integer>>> groups = new LinkedHashMap<>();
    Map<Predicate, List<Integer>> singles = new LinkedHashMap<>();
    for (int number = 0; number < conditions.size(); number++) {
      Guard guard = guard(conditions.get(number), type, guards);
      if (guard == null) {
        always[number >> 6] |= 1L << number;
        continue;
      }
      for (Predicate test : guard.tests()) {
        if (test instanceof OfBit bit) {
          groups
              .computeIfAbsent(bit.source(), key -> new TreeMap<>())
              .computeIfAbsent(bit.bit(), key -> new ArrayList<>())
              .add(number);
        } else {
          singles.computeIfAbsent(test, key -> new ArrayList<>()).add(number);
        }
      }
    }
    List<Group> all =
        groups.entrySet().stream()
            .map(group ->
                new Group(
                    group.getKey(),
                    gates(group.getValue().values(), conditions, type, gates),
                    group.getValue()))
            .toList();
    Single[] alone =
        singles.entrySet().stream()
            .map(single -> new Single(single.getKey(), numbers(single.getValue())))
            .toArray(Single[]::new);
    return new OfType(always, all, alone);
  }

  /** Cheap tests of which one must be passed for any of the conditions; null if there are none. */
  private static Predicate @Nullable [] gates(
      Collection<List<Integer>> numbers,
      List<? extends Condition> conditions,
      int type,
      Guards guards) {
    Set<Integer> distinct = new TreeSet<>();
    numbers.forEach(distinct::addAll);
    Set<Predicate> tests = new LinkedHashSet<>();
    for (int number : distinct) {
      Guard guard = guard(conditions.get(number), type, guards);
      if (guard == null || guard.likely() > SELDOM) {
        return null;
      }
      tests.addAll(guard.tests());
    }
    return tests.size() > MOST_GATES ? null : tests.toArray(new Predicate[0]);
  }

  private static void add(int[] numbers, long[] selected) {
    for (int number : numbers) {
      selected[number >> 6] |= 1L << number;
    }
  }

  private static int[] numbers(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static @Nullable Guard guard(Condition condition, int type, Guards guards) {
    if (condition instanceof ConditionCompiler.Compiled compiled) {
      return guards.of(compiled.predicate(type));
    }
    EventType eventType = EventType.of(type);
    boolean known = eventType != null && eventType != EventType.TASK;
    return known && condition.eventTypes().contains(eventType) ? null : Guard.NEVER;
  }

  /** Finds the conditions that the event that the context is on can satisfy. */
  public void select(EventContext event) {
    int type = event.event().typeId();
    if (type < 0 || type >= types.length) {
      Arrays.fill(selected, 0);
      return;
    }
    types[type].select(event, selected);
  }

  /** The first condition selected with this number or a greater one; -1 if there is none. */
  public int next(int from) {
    int word = from >> 6;
    if (word >= selected.length) {
      return -1;
    }
    long bits = selected[word] & -1L << from;
    while (bits == 0) {
      if (++word == selected.length) {
        return -1;
      }
      bits = selected[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }
}
