package io.sentineledge.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Typed.Network;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.Address;
import io.sentineledge.filter.field.AddressSource;
import io.sentineledge.filter.field.AncestorNumbers;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.Either;
import io.sentineledge.filter.field.FieldType;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.Source;
import io.sentineledge.filter.field.TextListSource;
import io.sentineledge.filter.field.TextMapping;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The language as it is defined, slowly: every value becomes a Java object and every operator its
 * plainest form. Texts are strings of one character a byte.
 */
final class Interpreter {
  private Interpreter() {}

  static boolean test(Expression expression, EventContext event) throws ConditionException {
    return test(expression, event, false);
  }

  private static boolean test(Expression expression, EventContext event, boolean excludes)
      throws ConditionException {
    return switch (expression) {
      case And and -> {
        boolean all = true;
        for (Expression operand : and.operands()) {
          all &= test(operand, event, excludes);
        }
        yield all;
      }
      case Or or -> {
        boolean any = false;
        for (Expression operand : or.operands()) {
          any |= test(operand, event, excludes);
        }
        yield any;
      }
      case Not not -> !test(not.operand(), event, !excludes);
      case Exists exists -> read(Operands.check(exists.operand()), event) != null;
      case Comparison comparison -> compare(comparison, event, excludes);
      case MacroReference macro -> throw new IllegalArgumentException(macro.name());
    };
  }

  /** How the values of an operand count. */
  private enum Counting {
    ONE,
    ANY,
    BOTH_ENDS,
    NAMES,
    LIST
  }

  private record Name(@Nullable String text, boolean kernel) {}

  private record Reading(Counting counting, List<Object> values, List<Object> aliases) {}

  private static @Nullable Reading read(Value value, EventContext event) {
    Source source = new Sources(event.event().type()).of(value);
    List<Object> values = new ArrayList<>();
    List<Object> aliases = new ArrayList<>();
    Counting counting = Counting.ONE;
    switch (source) {
      case null -> {
        return null;
      }
      case NumberSource number -> add(values, number(number, event));
      case TextSource text -> add(values, string(text.get(event)));
      case AddressSource address -> add(values, address(address, event));
      case Either either -> {
        counting = Counting.BOTH_ENDS;
        for (Source end : List.of(either.first(), either.second())) {
          add(
              values,
              end instanceof AddressSource address
                  ? address(address, event)
                  : number((NumberSource) end, event));
        }
      }
      case NamesSource names -> {
        counting = Counting.NAMES;
        FileNames all = names.names(event);
        TextMapping part = names.part(event);
        for (int i = 0; i < all.count(); i++) {
          Text name = part == null ? all.name(i) : part.apply(all.name(i));
          values.add(new Name(string(name), all.fromKernel(i)));
        }
        for (int i = 0; names.identified() && i < event.aliasCount(); i++) {
          aliases.add(string(event.alias(i)));
        }
      }
      case AncestorTexts texts -> {
        counting = Counting.ANY;
        ProcessImage image = event.parent();
        for (int i = 2; image != null; i++) {
          add(values, string(texts.of(image)));
          image = event.ancestor(i);
        }
      }
      case AncestorNumbers numbers -> {
        counting = Counting.ANY;
        ProcessImage image = event.parent();
        for (int i = 2; image != null; i++) {
          values.add(BigInteger.valueOf(numbers.of(image)));
          image = event.ancestor(i);
        }
      }
      case TextListSource list -> {
        counting = Counting.LIST;
        int count = list.load(event);
        if (count < 0) {
          return null;
        }
        for (int i = 0; i < count; i++) {
          add(values, string(list.element(i)));
        }
        return new Reading(counting, values, aliases);
      }
    }
    return values.isEmpty() || (counting == Counting.BOTH_ENDS && values.size() < 2)
        ? null
        : new Reading(counting, values, aliases);
  }

  private static void add(List<Object> values, @Nullable Object value) {
    if (value != null) {
      values.add(value);
    }
  }

  private static @Nullable Object number(NumberSource source, EventContext event) {
    long number = source.get(event);
    return number == NumberSource.MISSING ? null : BigInteger.valueOf(number);
  }

  private static @Nullable String string(@Nullable Text text) {
    return text == null ? null : new String(text.toBytes(), ISO_8859_1);
  }

  private static @Nullable Object address(AddressSource source, EventContext event) {
    Address address = new Address();
    return source.get(event, address) ? new Network(address.high(), address.low(), 128) : null;
  }

  private static boolean compare(Comparison comparison, EventContext event, boolean excludes)
      throws ConditionException {
    Value left = Operands.check(comparison.left());
    Reading reading = read(left, event);
    List<Object> right = new ArrayList<>();
    for (Operand operand : comparison.right()) {
      if (operand instanceof Literal literal) {
        right.add(literal(literal, comparison.operator(), left.type()));
      } else {
        Reading other = read(Operands.check(operand), event);
        if (other == null) {
          return false;
        }
        Object value = other.values().get(0);
        Object plain = value instanceof Name name ? name.text() : value;
        if (plain == null) {
          return false;
        }
        right.add(plain);
      }
    }
    if (reading == null || right.isEmpty()) {
      return false;
    }
    Predicate<Object> test = value -> passes(value, comparison, right);
    boolean differs = comparison.operator() == Operator.NOT_EQUAL;
    return switch (reading.counting()) {
      case ONE, ANY -> reading.values().stream().anyMatch(test);
      case BOTH_ENDS ->
          differs
              ? reading.values().stream().allMatch(test)
              : reading.values().stream().anyMatch(test);
      case LIST ->
          comparison.operator() == Operator.IN
              ? reading.values().stream().allMatch(test)
              : reading.values().stream().anyMatch(test);
      case NAMES -> names(reading, comparison, test, excludes != differs, excludes);
    };
  }

  /** Names: see the class comment of Predicates.OfNames. */
  private static boolean names(
      Reading reading,
      Comparison comparison,
      Predicate<Object> test,
      boolean kernelOnly,
      boolean every) {
    List<Name> names = reading.values().stream().map(Name.class::cast).toList();
    List<Name> kernel = names.stream().filter(Name::kernel).toList();
    List<Name> counting = kernelOnly && !kernel.isEmpty() ? kernel : names;
    Predicate<Name> passes =
        name -> {
          String text = name.text();
          return text != null && test.test(text);
        };
    boolean exact =
        switch (comparison.operator()) {
          case EQUAL ->
              comparison.quantifier() == null || comparison.quantifier() == Quantifier.ANYOF;
          case NOT_EQUAL ->
              comparison.quantifier() == null || comparison.quantifier() == Quantifier.ALLOF;
          case IN, INTERSECTS -> true;
          default -> false;
        };
    boolean differs = comparison.operator() == Operator.NOT_EQUAL;
    boolean literals = comparison.right().stream().allMatch(Literal.class::isInstance);
    List<Object> aliases = exact && literals ? reading.aliases() : List.of();
    if (every) {
      boolean all = counting.stream().allMatch(passes);
      return differs ? all && aliases.stream().allMatch(test) : all;
    }
    boolean any = counting.stream().anyMatch(passes);
    return differs ? any : any || aliases.stream().anyMatch(test);
  }

  private static Object literal(Literal literal, Operator operator, FieldType type)
      throws ConditionException {
    return switch (type) {
      case TEXT, BYTES ->
          operator == Operator.BCONTAINS || operator == Operator.BSTARTSWITH
              ? new String(HexFormat.of().parseHex(literal.text()), ISO_8859_1)
              : new String(literal.text().getBytes(UTF_8), ISO_8859_1);
      case ADDRESS -> Literals.address(literal);
      case NETWORK -> Literals.network(literal);
      default -> BigInteger.valueOf(Literals.number(literal, type));
    };
  }

  private static boolean passes(Object value, Comparison comparison, List<Object> right) {
    Operator operator = comparison.operator();
    Predicate<Object> one = each -> one(operator, value, each);
    if (comparison.quantifier() == Quantifier.ALLOF) {
      return right.stream().allMatch(one);
    }
    if (comparison.quantifier() == Quantifier.ONEOF) {
      return right.stream().filter(one).count() == 1;
    }
    return right.stream().anyMatch(one);
  }

  private static boolean one(Operator operator, Object value, Object right) {
    return switch (operator) {
      case EQUAL, IN, INTERSECTS -> same(value, right);
      case NOT_EQUAL -> !same(value, right);
      case LESS -> order(value, right) < 0;
      case LESS_OR_EQUAL -> order(value, right) <= 0;
      case GREATER -> order(value, right) > 0;
      case GREATER_OR_EQUAL -> order(value, right) >= 0;
      case CONTAINS, BCONTAINS -> text(value).contains(text(right));
      case ICONTAINS -> lower(text(value)).contains(lower(text(right)));
      case STARTSWITH, BSTARTSWITH -> text(value).startsWith(text(right));
      case ENDSWITH -> text(value).endsWith(text(right));
      case GLOB -> glob(text(right), 0).matcher(text(value)).matches();
      case IGLOB -> glob(text(right), Pattern.CASE_INSENSITIVE).matcher(text(value)).matches();
      case REGEX -> Pattern.matches(text(right), text(value));
      case PMATCH -> pathMatches(components(text(right)), components(text(value)));
    };
  }

  private static String text(Object value) {
    return (String) value;
  }

  /** A to Z alone. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c < 128 ? Character.toString(c).toLowerCase(Locale.ROOT) : c);
    }
    return lower.toString();
  }

  private static boolean same(Object value, Object right) {
    if (!(value instanceof Network address && right instanceof Network network)) {
      return value.equals(right);
    }
    boolean sameFamily = mapped(address) == (network.bits() >= 96 && mapped(network));
    BigInteger mask =
        BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE.shiftLeft(128 - network.bits()));
    return sameFamily && bits(address).and(mask).equals(bits(network).and(mask));
  }

  private static boolean mapped(Network network) {
    return network.high() == 0 && network.low() >>> 32 == 0xffff;
  }

  private static BigInteger bits(Network network) {
    return new BigInteger(Long.toUnsignedString(network.high()))
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(network.low())));
  }

  private static int order(Object value, Object right) {
    return value instanceof BigInteger number
        ? number.compareTo((BigInteger) right)
        : text(value).compareTo(text(right));
  }

  private static List<String> components(String path) {
    return Pattern.compile("/").splitAsStream(path).filter(part -> !part.isEmpty()).toList();
  }

  private static boolean pathMatches(List<String> patterns, List<String> path) {
    if (patterns.size() > path.size()) {
      return false;
    }
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      boolean isGlob = pattern.matches(".*[*?\\[].*");
      boolean equal =
          isGlob ? glob(pattern, 0).matcher(path.get(i)).matches() : pattern.equals(path.get(i));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  /** Stars, question marks, sets without classes, and escapes. */
  private static Pattern glob(String glob, int flags) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        String set = glob.substring(i + 1, close).replace("[", "\\[").replaceFirst("^!", "^");
        regex.append('[').append(set).append(']');
        i = close;
      } else {
        c = c == '\\' && i + 1 < glob.length() ? glob.charAt(++i) : c;
        regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
  }
}
