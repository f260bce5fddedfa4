package io.sentineledge.filter;

import com.google.re2j.PatternSyntaxException;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Typed.Network;
import io.sentineledge.filter.match.Glob;
import io.sentineledge.filter.match.IgnoreCase;
import io.sentineledge.filter.match.PathPrefixes;
import io.sentineledge.filter.match.Regex;
import io.sentineledge.filter.match.TextMatcher;
import io.sentineledge.filter.match.TextSet;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the matcher of an operator, a quantifier and values. */
final class Matchers {
  private Matchers() {}

  /** A test of an address. */
  @FunctionalInterface
  interface AddressTest {
    boolean matches(long high, long low);
  }

  /** Refuses what is no regular expression. */
  static void requireRegex(Literal literal) throws ConditionException {
    try {
      new Regex(literal.text());
    } catch (PatternSyntaxException e) {
      throw new ConditionException(
          "'" + literal.text() + "' is not a regular expression: " + e.getDescription(),
          literal.place(),
          "The syntax is RE2's: no lookaround, no back references.");
    }
  }

  /** The matcher of texts; {@code !=} is true where the values differ. */
  static TextMatcher text(Operator operator, @Nullable Quantifier quantifier, List<Text> values) {
    if (quantifier != null) {
      return quantified(operator, quantifier, values);
    }
    Text first = values.get(0);
    return switch (operator) {
      case EQUAL -> TextMatcher.equalTo(first);
      case NOT_EQUAL -> TextMatcher.not(TextMatcher.equalTo(first));
      case CONTAINS, BCONTAINS -> TextMatcher.contains(first);
      case ICONTAINS -> IgnoreCase.contains(first);
      case STARTSWITH, BSTARTSWITH -> TextMatcher.startsWith(first);
      case ENDSWITH -> TextMatcher.endsWith(first);
      case GLOB -> Glob.compile(first, false);
      case IGLOB -> Glob.compile(first, true);
      case REGEX -> new Regex(first.toString());
      case IN, INTERSECTS -> values.size() == 1 ? TextMatcher.equalTo(first) : new TextSet(values);
      case PMATCH -> new PathPrefixes(values);
      case LESS -> text -> compare(text, first) < 0;
      case LESS_OR_EQUAL -> text -> compare(text, first) <= 0;
      case GREATER -> text -> compare(text, first) > 0;
      case GREATER_OR_EQUAL -> text -> compare(text, first) >= 0;
    };
  }

  /** The order of texts: by unsigned byte. */
  static int compare(Text a, Text b) {
    return Arrays.compareUnsigned(
        a.array(),
        a.offset(),
        a.offset() + a.length(),
        b.array(),
        b.offset(),
        b.offset() + b.length());
  }

  private static TextMatcher quantified(
      Operator operator, Quantifier quantifier, List<Text> values) {
    if (quantifier == Quantifier.ANYOF && operator == Operator.EQUAL) {
      return new TextSet(values);
    }
    if (quantifier == Quantifier.ALLOF && operator == Operator.NOT_EQUAL) {
      return TextMatcher.not(new TextSet(values));
    }
    TextMatcher[] each =
        array(values.size(), i -> text(operator, null, List.of(values.get(i))))
            .toArray(new TextMatcher[0]);
    return switch (quantifier) {
      case ANYOF -> each.length == 1 ? each[0] : TextMatcher.any(each);
      case ALLOF -> each.length == 1 ? each[0] : TextMatcher.all(each);
      case ONEOF -> TextMatcher.one(each);
    };
  }

  private static <T> List<T> array(int size, IntFunction<T> element) {
    return IntStream.range(0, size).mapToObj(element).toList();
  }

  /** The test of numbers. */
  static LongPredicate number(
      Operator operator, @Nullable Quantifier quantifier, List<Long> values) {
    if (quantifier != null && values.size() > 1) {
      LongPredicate[] each =
          array(values.size(), i -> number(operator, null, List.of(values.get(i))))
              .toArray(new LongPredicate[0]);
      return number -> {
        int found = 0;
        for (LongPredicate test : each) {
          found += test.test(number) ? 1 : 0;
        }
        return enough(quantifier, found, each.length);
      };
    }
    long first = values.get(0);
    return switch (operator) {
      case EQUAL -> number -> number == first;
      case NOT_EQUAL -> number -> number != first;
      case LESS -> number -> number < first;
      case LESS_OR_EQUAL -> number -> number <= first;
      case GREATER -> number -> number > first;
      case GREATER_OR_EQUAL -> number -> number >= first;
      default -> {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        yield number -> Arrays.binarySearch(sorted, number) >= 0;
      }
    };
  }

  /** The test of addresses against networks; a network of IPv6 holds no IPv4 address. */
  static AddressTest address(
      Operator operator, @Nullable Quantifier quantifier, List<Network> values) {
    AddressTest[] each = new AddressTest[values.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = within(values.get(i), operator == Operator.NOT_EQUAL);
    }
    if (each.length == 1) {
      return each[0];
    }
    return (high, low) -> {
      int found = 0;
      for (AddressTest test : each) {
        found += test.matches(high, low) ? 1 : 0;
      }
      return enough(quantifier, found, each.length);
    };
  }

  /** Whether so many of the values suffice; without a quantifier, one does. */
  private static boolean enough(@Nullable Quantifier quantifier, int found, int all) {
    return quantifier == Quantifier.ALLOF
        ? found == all
        : quantifier == Quantifier.ONEOF ? found == 1 : found > 0;
  }

  private static AddressTest within(Network network, boolean negated) {
    long highMask = Literals.highMask(network.bits());
    long lowMask = Literals.lowMask(network.bits());
    boolean ipv4 = network.bits() >= 96 && isIpv4(network.high(), network.low());
    return (high, low) ->
        ((high & highMask) == network.high()
                && (low & lowMask) == network.low()
                && (ipv4 || !isIpv4(high, low)))
            != negated;
  }

  private static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }
}
