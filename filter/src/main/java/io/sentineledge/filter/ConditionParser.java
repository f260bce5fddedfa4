package io.sentineledge.filter;

import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions by recursive descent, with a limit to the depth.
 *
 * <pre>
 * condition  = or ;
 * or         = and { "or" and } ;
 * and        = not { "and" not } ;
 * not        = { "not" } primary ;
 * primary    = "(" or ")" | check | macro ;
 * check      = operand ( "exists"
 *                      | number-op ( number | right )
 *                      | text-op ( text | right | quantifier list )
 *                      | list-op ( list | identifier | right ) ) ;
 * right      = "val(" field ")" | call ;
 * list       = "(" [ text { "," text } ] ")" ;
 * operand    = field | call ;
 * call       = transformer "(" argument { "," argument } ")" [ "[" selector "]" ] ;
 * argument   = field | call | text ;
 * field      = identifier "." identifier { "." identifier } [ "[" ( quoted | bare ) "]" ] ;
 * macro      = identifier ;
 * text       = quoted | bare ;
 * quantifier = "oneof" | "anyof" | "allof" ;
 * </pre>
 *
 * <p>The words {@code and}, {@code or}, {@code not}, text operators and quantifiers are followed by
 * a blank or, where one can follow, by a parenthesis.
 */
public final class ConditionParser {
  /** The deepest nesting of parentheses and calls that is accepted. */
  public static final int MAX_DEPTH = 200;

  /** Characters of a word, with its quotes, that may be an operator's name misspelt. */
  private static final int SHORTEST_MISSPELT = 6;

  private static final Set<String> RESERVED = Set.of("and", "or", "not", "exists");

  private final Scanner in;
  private final OperandParser operands;
  private int depth;

  private ConditionParser(String text, Object origin) {
    in = new Scanner(text, 0, origin);
    operands = new OperandParser(in);
  }

  /**
   * Parses a condition in which lists have been substituted ({@link ListSubstitution}); macros stay
   * as references.
   *
   * @param origin kept in every {@link Place}
   * @throws ConditionException if the text is not a condition, or is nested too deeply
   */
  public static Expression parse(String text, Object origin) throws ConditionException {
    ConditionParser parser = new ConditionParser(text, origin);
    parser.in.blanks();
    if (parser.in.atEnd()) {
      throw new ConditionException("the condition is empty", parser.in.here());
    }
    Expression expression = parser.or();
    if (!parser.in.atEnd()) {
      throw parser.unexpected("'and', 'or' or the end of the condition");
    }
    return expression;
  }

  private Expression or() throws ConditionException {
    int start = in.position();
    List<Expression> children = new ArrayList<>();
    do {
      children.add(and());
    } while (connective("or"));
    return children.size() == 1 ? children.get(0) : new Or(children, in.placeFrom(start));
  }

  private Expression and() throws ConditionException {
    int start = in.position();
    List<Expression> children = new ArrayList<>();
    do {
      children.add(not());
    } while (connective("and"));
    return children.size() == 1 ? children.get(0) : new And(children, in.placeFrom(start));
  }

  private boolean connective(String word) throws ConditionException {
    in.blanks();
    return keyword(word);
  }

  private boolean keyword(String word) throws ConditionException {
    if (!in.takeWord(word)) {
      return false;
    }
    if (!in.blanks() && !in.looksAt('(')) {
      throw unexpected("a blank or '(' after '" + word + "'");
    }
    return true;
  }

  private Expression not() throws ConditionException {
    int start = in.position();
    boolean negated = false;
    while (keyword("not")) {
      negated = !negated;
    }
    Expression operand = primary();
    return negated ? new Not(operand, in.placeFrom(start)) : operand;
  }

  private Expression primary() throws ConditionException {
    int start = in.position();
    if (in.take('(')) {
      if (++depth > MAX_DEPTH) {
        throw new ConditionException(
            "the condition is nested more than " + MAX_DEPTH + " levels deep",
            in.placeFrom(start),
            "Split it into macros.");
      }
      in.blanks();
      Expression inner = or();
      in.blanks();
      if (!in.take(')')) {
        throw unexpected("')'");
      }
      depth--;
      return inner;
    }
    Operand left = operands.operand();
    if (left != null) {
      return check(left, start);
    }
    String macro = in.identifier();
    if (macro == null || RESERVED.contains(macro)) {
      in.moveTo(start);
      throw unexpected("a field, a macro or '('");
    }
    if (in.looksAt('(')) {
      throw new ConditionException(
          "unknown transformer '" + macro + "'",
          in.placeFrom(start),
          "Transformers are tolower toupper b64 basename len join concat getopt.");
    }
    return new MacroReference(macro, in.placeFrom(start));
  }

  private Expression check(Operand left, int start) throws ConditionException {
    in.blanks();
    if (in.takeWord("exists")) {
      return new Exists(left, in.placeFrom(start));
    }
    Operator operator = operator();
    Quantifier quantifier = operator.kind() == Operator.Kind.TEXT ? quantifier() : null;
    in.blanks();
    List<Operand> right =
        quantifier != null ? list("'(' after '" + quantifier.symbol() + "'") : right(operator);
    return new Comparison(left, operator, quantifier, right, in.placeFrom(start));
  }

  /** An operator: of symbols that overlap, the longest. */
  private Operator operator() throws ConditionException {
    for (String symbol : List.of("<=", "<", ">=", ">", "==", "=", "!=")) {
      if (in.take(symbol)) {
        return Objects.requireNonNull(Operator.of(symbol));
      }
    }
    for (Operator operator : Operator.values()) {
      if (Character.isLetter(operator.symbol().charAt(0)) && in.takeWord(operator.symbol())) {
        boolean list = operator.kind() == Operator.Kind.LIST && in.looksAt('(');
        if (!list && !in.blanks()) {
          throw unexpected("a blank after '" + operator.symbol() + "'");
        }
        return operator;
      }
    }
    String found = in.found();
    throw new ConditionException("expected an operator, found " + found, in.here(), meant(found));
  }

  /** Words of a few letters are near to every short operator, and tell nothing. */
  private static String meant(String found) {
    List<String> near =
        found.length() < SHORTEST_MISSPELT
            ? List.of()
            : Names.nearest(
                found.substring(1, found.length() - 1),
                Arrays.stream(Operator.values()).map(Operator::symbol).toList());
    return near.isEmpty()
        ? "Operators are = != < <= > >= contains icontains bcontains startswith bstartswith"
            + " endswith glob iglob regex in intersects pmatch exists."
        : "Did you mean " + String.join(", ", near) + "?";
  }

  private @Nullable Quantifier quantifier() {
    in.blanks();
    int start = in.position();
    for (Quantifier quantifier : Quantifier.values()) {
      if (in.takeWord(quantifier.symbol())) {
        in.blanks();
        if (in.looksAt('(')) {
          return quantifier;
        }
        in.moveTo(start);
      }
    }
    return null;
  }

  private List<Operand> right(Operator operator) throws ConditionException {
    Operand operand = operands.right();
    if (operand != null) {
      return List.of(operand);
    }
    int start = in.position();
    return switch (operator.kind()) {
      case NUMBER -> {
        String number = in.number();
        if (number == null) {
          throw unexpected("a number");
        }
        yield List.of(new Literal(number, in.placeFrom(start)));
      }
      case TEXT -> List.of(operands.literal());
      case LIST -> {
        String name = in.identifier();
        yield name != null
            ? List.of(new Literal(name, in.placeFrom(start)))
            : list("a list in parentheses");
      }
    };
  }

  private List<Operand> list(String expected) throws ConditionException {
    if (!in.take('(')) {
      throw unexpected(expected);
    }
    List<Operand> values = new ArrayList<>();
    in.blanks();
    if (in.take(')')) {
      return values;
    }
    do {
      in.blanks();
      values.add(operands.literal());
      in.blanks();
    } while (in.take(','));
    if (!in.take(')')) {
      throw unexpected("',' or ')'");
    }
    return values;
  }

  private ConditionException unexpected(String expected) {
    return operands.unexpected(expected);
  }
}
