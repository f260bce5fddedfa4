package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.Demand;
import io.sentineledge.state.EventContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Checks the types in conditions and makes them executable. One compiler serves one set of rules:
 * what its conditions have in common is evaluated once per event.
 *
 * <p>Used by one thread. Its conditions are evaluated by one thread, which may be another, and
 * against one {@link EventContext}.
 */
public final class ConditionCompiler {
  private final TypeChecker checker = new TypeChecker();
  private final Bits.Tables tables = new Bits.Tables();
  private final PossibleTypes possible = new PossibleTypes();
  private final Demands demands = new Demands();
  private final Map<EventType, TreeCompiler> trees = new EnumMap<>(EventType.class);
  private final Consumer<Text> literals;

  /** A compiler that compares files by name alone. */
  public ConditionCompiler() {
    this(literal -> {});
  }

  /**
   * A compiler that also compares files by device and inode.
   *
   * @param literals takes the paths that conditions look for, each possibly several times: {@code
   *     FileIdentities::register} of the context's {@link EventContext#files}
   */
  public ConditionCompiler(Consumer<Text> literals) {
    this.literals = literals;
  }

  /**
   * Compiles a condition without macro references.
   *
   * @throws ConditionException for an unknown field or event type, an operator that does not suit
   *     the field, or a value that is not of the field's type
   */
  public Condition compile(Expression expression) throws ConditionException {
    Typed typed = checker.check(expression);
    Predicate[] predicates = new Predicate[EventType.COUNT];
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    Arrays.fill(predicates, Predicate.FALSE);
    BitSet some = possible.of(typed);
    for (EventType type : EventType.values()) {
      if (type == EventType.TASK || !some.get(type.id())) {
        continue;
      }
      Predicate predicate = tree(type).compile(typed);
      predicates[type.id()] = predicate;
      if (!predicate.isAlways(false)) {
        types.add(type);
      }
    }
    return new Compiled(tables, predicates, Collections.unmodifiableSet(types), demands.of(typed));
  }

  private TreeCompiler tree(EventType type) {
    return trees.computeIfAbsent(type, _ -> new TreeCompiler(type, tables, literals));
  }

  /** An executable condition: a tree for each type of event. */
  static final class Compiled implements Condition {
    private final Bits.Tables tables;
    private final Predicate[] predicates;
    private final Set<EventType> eventTypes;
    private final Set<Demand> demands;

    private Compiled(
        Bits.Tables tables,
        Predicate[] predicates,
        Set<EventType> eventTypes,
        Set<Demand> demands) {
      this.tables = tables;
      this.predicates = predicates;
      this.eventTypes = eventTypes;
      this.demands = demands;
    }

    Bits.Tables tables() {
      return tables;
    }

    Predicate predicate(int type) {
      return predicates[type];
    }

    @Override
    public Set<EventType> eventTypes() {
      return eventTypes;
    }

    @Override
    public Set<Demand> demands() {
      return demands;
    }

    @Override
    public boolean test(EventContext event) {
      int type = event.event().typeId();
      return type >= 0 && type < predicates.length && predicates[type].test(event);
    }
  }
}
