package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Matchers.AddressTest;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.AddressSource;
import io.sentineledge.filter.field.AncestorNumbers;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.Either;
import io.sentineledge.filter.field.FlagsSource;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.Source;
import io.sentineledge.filter.field.TextListSource;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.match.Glob;
import io.sentineledge.filter.match.TextClassifier;
import io.sentineledge.filter.match.TextMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Makes predicates of tests, for events of one type. */
final class AtomCompiler {
  private final Consumer<Text> literals;
  private final Sources sources;
  private final Bits bits;

  /**
   * A compiler for one type.
   *
   * @param literals takes the paths that tests look for
   */
  AtomCompiler(EventType type, Bits.Tables tables, Consumer<Text> literals) {
    this.literals = literals;
    this.sources = new Sources(type);
    this.bits = new Bits(tables);
  }

  /** A constant where the type alone decides. */
  Predicate compile(Atom atom) {
    Source source = sources.of(atom.left());
    if (source == null) {
      return Predicate.FALSE;
    }
    return switch (atom.test()) {
      case Test.Present present -> present(source);
      case Test.Texts texts -> texts(source, texts, atom);
      case Test.Numbers numbers -> numbers(source, numbers, atom);
      case Test.Networks networks -> networks(source, networks);
      case Test.Operand operand -> operand(source, operand, atom);
    };
  }

  private static Predicate present(Source source) {
    return switch (source) {
      case TextSource.Fixed fixed -> Predicate.TRUE;
      case NumberSource.Fixed fixed -> Predicate.TRUE;
      case NumberSource number -> new Predicates.OfNumber(number, value -> true, 0.9);
      case TextSource text -> new Predicates.OfText(text, value -> true, Guess.PRESENT);
      case NamesSource names ->
          new Predicates.OfNames(names, name -> true, false, false, Guess.PRESENT);
      case AncestorTexts texts -> new Predicates.OfAncestors(texts, value -> true, Guess.PRESENT);
      case AncestorNumbers numbers -> new Predicates.OfAncestorNumbers(numbers, value -> true);
      case TextListSource list -> new Predicates.OfList(list, value -> true, true);
      case AddressSource address ->
          new Predicates.OfAddress(address, null, (high, low) -> true, false);
      case Either either -> present(either.first());
    };
  }

  private Predicate texts(Source source, Test.Texts test, Atom atom) {
    if (source instanceof FlagsSource flags && decides(flags, test)) {
      long naming = 0;
      double likely = 0;
      for (Text part : test.values()) {
        naming |= flags.naming(part);
        likely += Guess.ofFlag(part);
      }
      return new Predicates.OfFlags(flags, naming, likely);
    }
    Guess guess = Guess.of(atom.left(), test);
    Bits.Place place = together(source, test, atom);
    if (place != null) {
      return new Predicates.OfBit(place.source(), place.bit(), guess.likely());
    }
    TextMatcher matcher = Matchers.text(test.operator(), test.quantifier(), test.values());
    Predicate alone =
        source instanceof NamesSource names
            ? names(names, matcher, test, atom.excludes(), guess)
            : textPredicate(source, test.operator(), matcher, guess);
    return preceded(alone, source, test, atom);
  }

  /** Whether it comes down to whether one of some flags is set. */
  private static boolean decides(FlagsSource flags, Test.Texts test) {
    return test.operator() == Operator.CONTAINS
        && isOneOf(test, Quantifier.ANYOF)
        && test.values().stream().allMatch(flags::decides);
  }

  /** A glob after cheap tests of how it begins and ends, and of what it contains. */
  private Predicate preceded(Predicate alone, Source source, Test.Texts test, Atom atom) {
    boolean lowered = test.operator() == Operator.IGLOB;
    if (test.values().size() != 1 || !(lowered || test.operator() == Operator.GLOB)) {
      return alone;
    }
    Glob glob = Glob.compile(test.values().get(0), lowered);
    List<Test.Texts> needed = new ArrayList<>();
    needed.add(new Test.Texts(Operator.STARTSWITH, null, List.of(glob.prefix())));
    needed.add(new Test.Texts(Operator.ENDSWITH, null, List.of(glob.suffix())));
    if (!glob.longest().equals(glob.prefix()) && !glob.longest().equals(glob.suffix())) {
      needed.add(new Test.Texts(Operator.CONTAINS, null, List.of(glob.longest())));
    }
    List<Predicate> parts = new ArrayList<>();
    for (Test.Texts each : needed) {
      boolean empty = each.values().get(0).isEmpty();
      Bits.Place place = empty ? null : together(source, each, atom, lowered);
      if (place != null) {
        double likely = Guess.of(atom.left(), each).likely();
        parts.add(new Predicates.OfBit(place.source(), place.bit(), likely));
      }
    }
    parts.add(alone);
    return parts.size() == 1 ? alone : new Predicate.All(parts.toArray(new Predicate[0]));
  }

  private Bits.@Nullable Place together(Source source, Test.Texts test, Atom atom) {
    return together(source, test, atom, false);
  }

  /**
   * The place of the test among others of its operand; null if it must be made alone.
   *
   * @param ignoreCase whether capitals of the operand count as small letters
   */
  private Bits.@Nullable Place together(
      Source source, Test.Texts test, Atom atom, boolean ignoreCase) {
    Value value = atom.left();
    boolean call = value instanceof Value.OfCall of && of.transformer() == Transformer.TOLOWER;
    boolean lowered = ignoreCase || call;
    Source operand = source;
    if (call) {
      value = ((Value.OfCall) value).arguments().get(0);
      operand = Objects.requireNonNull(sources.of(value), "operand of a source");
    }
    TextClassifier.Test together = Bits.together(test, lowered);
    if (together == null || operand instanceof TextSource.Fixed) {
      return null;
    }
    if (operand instanceof NamesSource names) {
      boolean looks = !lowered && names.identified() && looksForFile(test, atom.excludes());
      if (looks) {
        register(test);
      }
      return bits.ofNames(names, value, together, atom.excludes(), looks);
    }
    return bits.ofText(operand, value, together);
  }

  /** Tells of the paths in a test; false if there are none. */
  private boolean register(Test.Texts test) {
    boolean path = false;
    for (Text value : test.values()) {
      if (!value.isEmpty() && value.at(0) == '/') {
        literals.accept(value);
        path = true;
      }
    }
    return path;
  }

  private static Predicate textPredicate(
      Source source, Operator operator, TextMatcher matcher, Guess guess) {
    return switch (source) {
      case TextSource.Fixed fixed -> Predicate.of(matcher.matches(fixed.value()));
      case TextSource text -> new Predicates.OfText(text, matcher, guess);
      case AncestorTexts texts -> new Predicates.OfAncestors(texts, matcher, guess);
      case TextListSource list -> new Predicates.OfList(list, matcher, operator == Operator.IN);
      default -> throw new IllegalStateException("not a source of texts, source=" + source);
    };
  }

  private Predicate names(
      NamesSource names, TextMatcher matcher, Test.Texts test, boolean excludes, Guess guess) {
    boolean differs = test.operator() == Operator.NOT_EQUAL;
    Predicate byName = new Predicates.OfNames(names, matcher, excludes, excludes != differs, guess);
    if (!names.identified() || !looksForFile(test, excludes)) {
      return byName;
    }
    if (!register(test)) {
      return byName;
    }
    if (differs) {
      Predicate alias = new Predicates.OfAliases(TextMatcher.not(matcher));
      return new Predicate.All(new Predicate[] {byName, new Predicate.Negation(alias)});
    }
    return new Predicate.Any(new Predicate[] {byName, new Predicates.OfAliases(matcher)});
  }

  /**
   * Whether a test for exact literals looks for a file, so that the file's device and inode count,
   * too; one that rules files out goes by name alone.
   */
  private static boolean looksForFile(Test.Texts test, boolean excludes) {
    return switch (test.operator()) {
      case EQUAL -> !excludes && isOneOf(test, Quantifier.ANYOF);
      case IN, INTERSECTS -> !excludes;
      case NOT_EQUAL -> excludes && isOneOf(test, Quantifier.ALLOF);
      default -> false;
    };
  }

  private static boolean isOneOf(Test.Texts test, Quantifier listForm) {
    return test.quantifier() == null || test.quantifier() == listForm;
  }

  private static Predicate numbers(Source source, Test.Numbers test, Atom atom) {
    LongPredicate predicate = Matchers.number(test.operator(), test.quantifier(), test.values());
    double likely = Guess.ofNumber(atom.left(), test.operator());
    return numberPredicate(source, predicate, test.operator(), likely);
  }

  private static Predicate numberPredicate(
      Source source, LongPredicate predicate, Operator operator, double likely) {
    return switch (source) {
      case NumberSource.Fixed fixed -> Predicate.of(predicate.test(fixed.value()));
      case NumberSource number -> new Predicates.OfNumber(number, predicate, likely);
      case AncestorNumbers numbers -> new Predicates.OfAncestorNumbers(numbers, predicate);
      case Either either ->
          new Predicates.OfNumbers(
              (NumberSource) either.first(),
              (NumberSource) either.second(),
              predicate,
              operator == Operator.NOT_EQUAL);
      default -> throw new IllegalStateException("not a source of numbers, source=" + source);
    };
  }

  private static Predicate networks(Source source, Test.Networks test) {
    AddressTest predicate = Matchers.address(test.operator(), test.quantifier(), test.values());
    boolean bothEnds = test.operator() == Operator.NOT_EQUAL;
    return switch (source) {
      case AddressSource address -> new Predicates.OfAddress(address, null, predicate, false);
      case Either either ->
          new Predicates.OfAddress(
              (AddressSource) either.first(), (AddressSource) either.second(), predicate, bothEnds);
      default -> throw new IllegalStateException("not a source of addresses, source=" + source);
    };
  }

  private Predicate operand(Source left, Test.Operand test, Atom atom) {
    Source right = sources.of(test.right());
    if (right == null) {
      return Predicate.FALSE;
    }
    Operator operator = test.operator();
    return switch (right) {
      case NumberSource number -> {
        WithRight.Numeric holder = new WithRight.Numeric();
        LongPredicate predicate = holder.test(operator);
        yield new WithRight.OfNumber(
            number, holder, numberPredicate(left, predicate, operator, 0.5));
      }
      case AddressSource address -> {
        WithRight.Ip holder = new WithRight.Ip();
        AddressTest predicate = holder.test(operator);
        yield new WithRight.OfAddress(address, holder, addressPredicate(left, predicate, operator));
      }
      default -> {
        TextSource text = Sources.text(right);
        if (text == null) {
          yield Predicate.FALSE;
        }
        Text holder = new Text();
        TextMatcher matcher = WithRight.matcher(operator, holder);
        boolean differs = operator == Operator.NOT_EQUAL;
        Guess guess = Guess.of(operator);
        Predicate inner =
            left instanceof NamesSource names
                ? new Predicates.OfNames(
                    names, matcher, atom.excludes(), atom.excludes() != differs, guess)
                : left instanceof TextSource value
                    ? new Predicates.OfText(value, matcher, guess)
                    : textPredicate(left, operator, matcher, guess);
        yield new WithRight.OfText(text, holder, inner);
      }
    };
  }

  private static Predicate addressPredicate(Source left, AddressTest test, Operator operator) {
    return left instanceof Either either
        ? new Predicates.OfAddress(
            (AddressSource) either.first(),
            (AddressSource) either.second(),
            test,
            operator == Operator.NOT_EQUAL)
        : new Predicates.OfAddress((AddressSource) left, null, test, false);
  }
}
