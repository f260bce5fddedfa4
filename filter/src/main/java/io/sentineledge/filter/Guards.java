package io.sentineledge.filter;

import io.sentineledge.filter.Predicates.OfBit;
import io.sentineledge.filter.Predicates.OfFlags;
import io.sentineledge.filter.Predicates.OfNumber;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds tests of which one must be passed for a condition to be true, so that a condition need not
 * be looked at for an event that passes none of them.
 */
final class Guards {
  private final IdentityHashMap<Predicate, Optional<Guard>> positive = new IdentityHashMap<>();
  private final IdentityHashMap<Predicate, Optional<Guard>> negative = new IdentityHashMap<>();

  private final boolean cheap;

  /**
   * Finds guards for events of one type.
   *
   * @param cheap whether only tests count that look at numbers, or at what is kept with a program
   */
  Guards(boolean cheap) {
    this.cheap = cheap;
  }

  /**
   * Tests of which one must be passed.
   *
   * @param tests bits, or tests that cost no more than a bit
   * @param likely a guess at how often that is so; above 1 where several are likely
   */
  record Guard(List<Predicate> tests, double likely) {
    static final Guard NEVER = new Guard(List.of(), 0);
  }

  /** The guard of a condition; null if there is none. */
  @Nullable Guard of(Predicate predicate) {
    return of(predicate, true);
  }

  private @Nullable Guard of(Predicate predicate, boolean value) {
    IdentityHashMap<Predicate, Optional<Guard>> known = value ? positive : negative;
    Optional<Guard> guard = known.get(predicate);
    if (guard == null) {
      guard = Optional.ofNullable(find(predicate, value));
      known.put(predicate, guard);
    }
    return guard.orElse(null);
  }

  private @Nullable Guard find(Predicate predicate, boolean value) {
    if (predicate.isAlways(!value)) {
      return Guard.NEVER;
    }
    return switch (predicate) {
      case OfBit bit -> value && counts(bit) ? new Guard(List.of(bit), bit.likely) : null;
      case OfNumber number -> value ? new Guard(List.of(number), number.likely) : null;
      case OfFlags flags -> value ? new Guard(List.of(flags), flags.likely) : null;
      case Predicate.Negation negation -> of(negation.part, !value);
      case Predicate.Shared shared -> of(shared.part, value);
      case Predicate.All all -> value ? least(all.parts, true) : together(all.parts, false);
      case Predicate.Any any -> value ? together(any.parts, true) : least(any.parts, false);
      default -> null;
    };
  }

  private boolean counts(OfBit bit) {
    return !cheap || bit.source() instanceof BitSource.OfImage;
  }

  /** Where all parts must hold, the guard of one suffices: the one that is passed least often. */
  private @Nullable Guard least(Predicate[] parts, boolean value) {
    Guard best = null;
    for (Predicate part : parts) {
      Guard guard = of(part, value);
      if (guard != null && (best == null || guard.likely < best.likely)) {
        best = guard;
      }
    }
    return best;
  }

  /** Where one part suffices, every part must have a guard. */
  private @Nullable Guard together(Predicate[] parts, boolean value) {
    Set<Predicate> tests = new LinkedHashSet<>();
    double likely = 0;
    for (Predicate part : parts) {
      Guard guard = of(part, value);
      if (guard == null) {
        return null;
      }
      tests.addAll(guard.tests);
      likely += guard.likely;
    }
    return new Guard(List.copyOf(tests), likely);
  }
}
