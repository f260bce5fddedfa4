package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Typed.All;
import io.sentineledge.filter.Typed.Any;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Negation;
import io.sentineledge.filter.Typed.Network;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.FieldType;
import io.sentineledge.filter.field.KnownNames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the fields of a condition, checks that operators and values suit them, and turns the
 * condition into a {@link Typed} one. Expressions that are shared objects stay shared, and equal
 * tests become one object.
 */
final class TypeChecker {
  private static final Set<Operator> EQUALITY =
      EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.INTERSECTS);
  private static final Set<Operator> NUMERIC =
      EnumSet.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL,
          Operator.IN,
          Operator.INTERSECTS);
  private static final Set<Operator> TEXT =
      EnumSet.complementOf(EnumSet.of(Operator.BCONTAINS, Operator.BSTARTSWITH));
  private static final Set<Operator> BYTES =
      EnumSet.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.CONTAINS,
          Operator.BCONTAINS,
          Operator.STARTSWITH,
          Operator.BSTARTSWITH,
          Operator.ENDSWITH,
          Operator.IN,
          Operator.INTERSECTS);
  private static final Set<Operator> LIST = EnumSet.of(Operator.IN, Operator.INTERSECTS);

  /** Operators that need their value when the condition is compiled. */
  private static final Set<Operator> CONSTANT =
      EnumSet.of(
          Operator.GLOB,
          Operator.IGLOB,
          Operator.REGEX,
          Operator.PMATCH,
          Operator.BCONTAINS,
          Operator.BSTARTSWITH);

  private final IdentityHashMap<Expression, Typed> including = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Typed> excluding = new IdentityHashMap<>();
  private final Map<Atom, Atom> atoms = new HashMap<>();

  /** Checks a condition without macro references. */
  Typed check(Expression expression) throws ConditionException {
    return check(expression, false);
  }

  private Typed check(Expression expression, boolean excludes) throws ConditionException {
    IdentityHashMap<Expression, Typed> known = excludes ? excluding : including;
    Typed typed = known.get(expression);
    if (typed == null) {
      typed =
          switch (expression) {
            case And and -> new All(all(and.operands(), excludes));
            case Or or -> any(all(or.operands(), excludes));
            case Not not -> new Negation(check(not.operand(), !excludes));
            case Exists exists ->
                one(new Atom(Operands.check(exists.operand()), new Test.Present(), excludes));
            case Comparison comparison -> comparison(comparison, excludes);
            case MacroReference macro ->
                throw new ConditionException(
                    "unknown macro '" + macro.name() + "'",
                    macro.place(),
                    "A field's name has a dot, as in proc.name.");
          };
      known.put(expression, typed);
    }
    return typed;
  }

  private List<Typed> all(List<Expression> operands, boolean excludes) throws ConditionException {
    List<Typed> typed = new ArrayList<>();
    for (Expression operand : operands) {
      typed.add(check(operand, excludes));
    }
    return List.copyOf(typed);
  }

  private Typed any(List<Typed> operands) {
    List<Typed> merged = Merging.merged(operands);
    merged.replaceAll(part -> part instanceof Atom atom ? one(atom) : part);
    return new Any(merged);
  }

  /** The one object that stands for all equal atoms. */
  private Atom one(Atom atom) {
    Atom known = atoms.putIfAbsent(atom, atom);
    return known == null ? atom : known;
  }

  private Typed comparison(Comparison comparison, boolean excludes) throws ConditionException {
    Value left = Operands.check(comparison.left());
    requireOperator(comparison, left);
    List<Operand> right = comparison.right();
    if (right.size() == 1 && !(right.get(0) instanceof Literal)) {
      return one(new Atom(left, operand(comparison, left, right.get(0)), excludes));
    }
    List<Literal> literals = new ArrayList<>();
    for (Operand operand : right) {
      literals.add((Literal) operand);
    }
    if (literals.isEmpty()) {
      return new Typed.Constant(false);
    }
    return one(new Atom(left, test(comparison, left, literals), excludes));
  }

  private static void requireOperator(Comparison comparison, Value left) throws ConditionException {
    Operator operator = comparison.operator();
    Set<Operator> allowed =
        left.list()
            ? LIST
            : switch (left.type()) {
              case TEXT -> TEXT;
              case BYTES -> BYTES;
              case BOOL, ADDRESS, NETWORK -> EQUALITY;
              case NUMBER, PORT, TIME, DURATION -> NUMERIC;
            };
    if (!allowed.contains(operator)) {
      StringBuilder symbols = new StringBuilder();
      allowed.forEach(symbol -> symbols.append(symbol.symbol()).append(' '));
      throw new ConditionException(
          "operator '"
              + operator.symbol()
              + "' is not for "
              + ConditionPrinter.print(comparison.left())
              + ", which is of type "
              + left.type().title()
              + (left.list() ? " list" : ""),
          comparison.place(),
          "Operators for it are " + symbols + "exists.");
    }
  }

  private static Test operand(Comparison comparison, Value left, Operand right)
      throws ConditionException {
    Value value = Operands.check(right);
    Operator operator = comparison.operator();
    if (CONSTANT.contains(operator) || left.type() == FieldType.NETWORK) {
      throw new ConditionException(
          "'" + operator.symbol() + "' cannot be used with a field on the right-hand side here",
          right.place(),
          "Write the value as text.");
    }
    boolean numbers = left.type().isNumeric() && value.type().isNumeric();
    if ((left.type() != value.type() && !numbers) || left.list() || value.list()) {
      throw new ConditionException(
          ConditionPrinter.print(right)
              + " is of type "
              + value.type().title()
              + (value.list() ? " list" : "")
              + ", "
              + ConditionPrinter.print(comparison.left())
              + " of type "
              + left.type().title()
              + (left.list() ? " list" : ""),
          right.place(),
          "Both sides must have the same type, and no lists.");
    }
    return new Test.Operand(operator, value);
  }

  private static Test test(Comparison comparison, Value left, List<Literal> literals)
      throws ConditionException {
    Operator operator = comparison.operator();
    Quantifier quantifier = comparison.quantifier();
    return switch (left.type()) {
      case TEXT, BYTES ->
          new Test.Texts(
              operator, quantifier, distinct(texts(operator, left, literals), quantifier));
      case ADDRESS, NETWORK -> {
        List<Network> networks = new ArrayList<>();
        for (Literal literal : literals) {
          networks.add(
              left.type() == FieldType.ADDRESS
                  ? Literals.address(literal)
                  : Literals.network(literal));
        }
        yield new Test.Networks(operator, quantifier, distinct(networks, quantifier));
      }
      case NUMBER, PORT, TIME, DURATION, BOOL -> {
        List<Long> numbers = new ArrayList<>();
        for (Literal literal : literals) {
          numbers.add(Literals.number(literal, left.type()));
        }
        yield new Test.Numbers(operator, quantifier, distinct(numbers, quantifier));
      }
    };
  }

  private static List<Text> texts(Operator operator, Value left, List<Literal> literals)
      throws ConditionException {
    boolean eventType =
        EQUALITY.contains(operator)
            && left instanceof Value.OfField field
            && field.use().field().name().equals("evt.type");
    boolean hexadecimal = operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH;
    List<Text> texts = new ArrayList<>();
    for (Literal literal : literals) {
      if (eventType && !KnownNames.eventTypeNames().contains(literal.text())) {
        List<String> near = Names.nearest(literal.text(), KnownNames.eventTypeNames());
        throw ConditionException.unknown(
            "unknown event type '" + literal.text() + "'",
            literal.place(),
            near.isEmpty() ? null : "Did you mean " + String.join(", ", near) + "?");
      }
      if (operator == Operator.REGEX) {
        Matchers.requireRegex(literal);
      }
      texts.add(hexadecimal ? Literals.hexadecimal(literal) : Literals.text(literal));
    }
    return texts;
  }

  /** The values without repetition, which counts for {@code oneof} alone. */
  private static <T> List<T> distinct(List<T> values, @Nullable Quantifier quantifier) {
    return quantifier == Quantifier.ONEOF
        ? List.copyOf(values)
        : values.stream().distinct().toList();
  }
}
