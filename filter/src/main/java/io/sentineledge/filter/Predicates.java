package io.sentineledge.filter;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Matchers.AddressTest;
import io.sentineledge.filter.field.Address;
import io.sentineledge.filter.field.AddressSource;
import io.sentineledge.filter.field.AncestorNumbers;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.FlagsSource;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.TextListSource;
import io.sentineledge.filter.field.TextMapping;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.match.TextMatcher;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Tests of values: one class for each kind of source. A value that is missing passes no test. */
final class Predicates {
  private static final int TEXT_COST = 3;
  private static final int NAMES_COST = 6;
  private static final int LINEAGE_COST = 20;

  private Predicates() {}

  static final class OfNumber extends Predicate {
    private final NumberSource source;
    private final LongPredicate test;

    OfNumber(NumberSource source, LongPredicate test, double likely) {
      super(1, likely);
      this.source = source;
      this.test = test;
    }

    @Override
    boolean test(EventContext event) {
      long value = source.get(event);
      return value != NumberSource.MISSING && test.test(value);
    }
  }

  /** Both ends' numbers. */
  static final class OfNumbers extends Predicate {
    private final NumberSource first;
    private final NumberSource second;
    private final LongPredicate test;
    private final boolean both;

    OfNumbers(NumberSource first, NumberSource second, LongPredicate test, boolean both) {
      super(2, both ? 0.9 : 0.1);
      this.first = first;
      this.second = second;
      this.test = test;
      this.both = both;
    }

    @Override
    boolean test(EventContext event) {
      long a = first.get(event);
      long b = second.get(event);
      if (a == NumberSource.MISSING || b == NumberSource.MISSING) {
        return false;
      }
      return both ? test.test(a) && test.test(b) : test.test(a) || test.test(b);
    }
  }

  static final class OfText extends Predicate {
    private final TextSource source;
    private final TextMatcher matcher;

    OfText(TextSource source, TextMatcher matcher, Guess guess) {
      super(TEXT_COST + guess.cost(), guess.likely());
      this.source = source;
      this.matcher = matcher;
    }

    @Override
    boolean test(EventContext event) {
      Text value = source.get(event);
      return value != null && matcher.matches(value);
    }
  }

  /** A test that was made together with others of its operand. */
  static final class OfBit extends Predicate {
    private final BitSource source;
    private final int bit;

    OfBit(BitSource source, int bit, double likely) {
      super(2, likely);
      this.source = source;
      this.bit = bit;
    }

    BitSource source() {
      return source;
    }

    int bit() {
      return bit;
    }

    @Override
    boolean test(EventContext event) {
      long[] bits = source.bits(event);
      return bits != null && (bits[bit >> 6] & 1L << bit) != 0;
    }
  }

  static final class OfFlags extends Predicate {
    private final FlagsSource source;
    private final long names;

    OfFlags(FlagsSource source, long names, double likely) {
      super(2, likely);
      this.source = source;
      this.names = names;
    }

    @Override
    boolean test(EventContext event) {
      return source.shows(event, names);
    }
  }

  /**
   * The names of a file. A test that includes is true if one name passes it; a test that excludes,
   * if every name passes it that the kernel gave. Where the kernel gave none (the call failed, or
   * its record has no object), what was asked is all there is and counts for both.
   */
  static final class OfNames extends Predicate {
    private final NamesSource source;
    private final TextMatcher matcher;
    private final boolean every;
    private final boolean kernelOnly;

    /**
     * A test of names.
     *
     * @param every whether all names must pass, rather than one
     * @param kernelOnly whether names that were only asked for do not count
     */
    OfNames(
        NamesSource source, TextMatcher matcher, boolean every, boolean kernelOnly, Guess guess) {
      super(NAMES_COST + guess.cost(), guess.likely());
      this.source = source;
      this.matcher = matcher;
      this.every = every;
      this.kernelOnly = kernelOnly;
    }

    @Override
    boolean test(EventContext event) {
      FileNames names = source.names(event);
      TextMapping part = source.part(event);
      boolean askedCounts = !kernelOnly || !anyFromKernel(names);
      boolean any = false;
      for (int i = 0; i < names.count(); i++) {
        if (askedCounts || names.fromKernel(i)) {
          Text name = part == null ? names.name(i) : part.apply(names.name(i));
          boolean passes = name != null && matcher.matches(name);
          if (passes != every) {
            return passes;
          }
          any = true;
        }
      }
      return any && every;
    }

    private static boolean anyFromKernel(FileNames names) {
      for (int i = 0; i < names.count(); i++) {
        if (names.fromKernel(i)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The paths in rules that name the event's file by device and inode. */
  static final class OfAliases extends Predicate {
    private final TextMatcher matcher;

    OfAliases(TextMatcher matcher) {
      super(3, 0.001);
      this.matcher = matcher;
    }

    @Override
    boolean test(EventContext event) {
      for (int i = 0; i < event.aliasCount(); i++) {
        if (matcher.matches(event.alias(i))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Any ancestor's text. */
  static final class OfAncestors extends Predicate {
    private final AncestorTexts source;
    private final TextMatcher matcher;

    OfAncestors(AncestorTexts source, TextMatcher matcher, Guess guess) {
      super(LINEAGE_COST + 4 * guess.cost(), guess.likely());
      this.source = source;
      this.matcher = matcher;
    }

    @Override
    boolean test(EventContext event) {
      ProcessImage image = event.parent();
      for (int depth = 2; image != null; depth++) {
        Text value = source.of(image);
        if (value != null && matcher.matches(value)) {
          return true;
        }
        image = event.ancestor(depth);
      }
      return false;
    }
  }

  /** Any ancestor's number. */
  static final class OfAncestorNumbers extends Predicate {
    private final AncestorNumbers source;
    private final LongPredicate test;

    OfAncestorNumbers(AncestorNumbers source, LongPredicate test) {
      super(LINEAGE_COST, 0.1);
      this.source = source;
      this.test = test;
    }

    @Override
    boolean test(EventContext event) {
      ProcessImage image = event.parent();
      for (int depth = 2; image != null; depth++) {
        if (test.test(source.of(image))) {
          return true;
        }
        image = event.ancestor(depth);
      }
      return false;
    }
  }

  /** One address, or both ends'. */
  static final class OfAddress extends Predicate {
    private final AddressSource first;
    private final @Nullable AddressSource second;
    private final AddressTest test;
    private final boolean both;
    private final Address address = new Address();

    OfAddress(AddressSource first, @Nullable AddressSource second, AddressTest test, boolean both) {
      super(4, both ? 0.9 : 0.1);
      this.first = first;
      this.second = second;
      this.test = test;
      this.both = both;
    }

    @Override
    boolean test(EventContext event) {
      if (!first.get(event, address)) {
        return false;
      }
      boolean passes = test.matches(address.high(), address.low());
      if (second == null || passes != both || !second.get(event, address)) {
        return passes;
      }
      return test.matches(address.high(), address.low());
    }
  }

  /** A list: {@code in} asks for every element, {@code intersects} for one. */
  static final class OfList extends Predicate {
    private final TextListSource source;
    private final TextMatcher matcher;
    private final boolean every;

    OfList(TextListSource source, TextMatcher matcher, boolean every) {
      super(TEXT_COST + LINEAGE_COST, 0.1);
      this.source = source;
      this.matcher = matcher;
      this.every = every;
    }

    @Override
    boolean test(EventContext event) {
      int count = source.load(event);
      for (int i = 0; i < count; i++) {
        if (matcher.matches(source.element(i)) != every) {
          return !every;
        }
      }
      return every && count >= 0;
    }
  }
}
