package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Matchers.AddressTest;
import io.sentineledge.filter.field.Address;
import io.sentineledge.filter.field.AddressSource;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.match.IgnoreCase;
import io.sentineledge.filter.match.TextMatcher;
import io.sentineledge.state.EventContext;
import java.util.function.LongPredicate;

/**
 * Comparisons with a field on the right-hand side: its value is read into a holder, at which the
 * test of the left-hand side then looks. False if the right-hand side has no value.
 */
final class WithRight {
  private WithRight() {}

  /** A test against a text that is set later. */
  static TextMatcher matcher(Operator operator, Text right) {
    return switch (operator) {
      case NOT_EQUAL -> text -> !text.equals(right);
      case LESS -> text -> Matchers.compare(text, right) < 0;
      case LESS_OR_EQUAL -> text -> Matchers.compare(text, right) <= 0;
      case GREATER -> text -> Matchers.compare(text, right) > 0;
      case GREATER_OR_EQUAL -> text -> Matchers.compare(text, right) >= 0;
      case CONTAINS -> text -> text.contains(right);
      case ICONTAINS -> text -> IgnoreCase.contains(text, right);
      case STARTSWITH -> text -> text.startsWith(right);
      case ENDSWITH -> text -> text.endsWith(right);
      default -> text -> text.equals(right);
    };
  }

  static final class Numeric {
    private long value;

    LongPredicate test(Operator operator) {
      return switch (operator) {
        case NOT_EQUAL -> left -> left != value;
        case LESS -> left -> left < value;
        case LESS_OR_EQUAL -> left -> left <= value;
        case GREATER -> left -> left > value;
        case GREATER_OR_EQUAL -> left -> left >= value;
        default -> left -> left == value;
      };
    }
  }

  static final class Ip {
    private final Address address = new Address();

    AddressTest test(Operator operator) {
      boolean differs = operator == Operator.NOT_EQUAL;
      return (high, low) -> (high == address.high() && low == address.low()) != differs;
    }
  }

  static final class OfText extends Predicate {
    private final TextSource right;
    private final Text holder;
    private final Predicate left;

    OfText(TextSource right, Text holder, Predicate left) {
      super(left.cost + 3, left.likely);
      this.right = right;
      this.holder = holder;
      this.left = left;
    }

    @Override
    boolean test(EventContext event) {
      Text value = right.get(event);
      if (value == null) {
        return false;
      }
      holder.set(value.array(), value.offset(), value.length());
      return left.test(event);
    }
  }

  static final class OfNumber extends Predicate {
    private final NumberSource right;
    private final Numeric holder;
    private final Predicate left;

    OfNumber(NumberSource right, Numeric holder, Predicate left) {
      super(left.cost + 1, left.likely);
      this.right = right;
      this.holder = holder;
      this.left = left;
    }

    @Override
    boolean test(EventContext event) {
      holder.value = right.get(event);
      return holder.value != NumberSource.MISSING && left.test(event);
    }
  }

  static final class OfAddress extends Predicate {
    private final AddressSource right;
    private final Ip holder;
    private final Predicate left;

    OfAddress(AddressSource right, Ip holder, Predicate left) {
      super(left.cost + 3, left.likely);
      this.right = right;
      this.holder = holder;
      this.left = left;
    }

    @Override
    boolean test(EventContext event) {
      return right.get(event, holder.address) && left.test(event);
    }
  }
}
