package io.sentineledge.filter;

import io.sentineledge.filter.Typed.All;
import io.sentineledge.filter.Typed.Any;
import io.sentineledge.filter.Typed.Atom;
import io.sentineledge.filter.Typed.Constant;
import io.sentineledge.filter.Typed.Negation;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.FieldTable;
import java.util.IdentityHashMap;

/**
 * Who asks by which names addresses were looked up: name servers are listened to for them alone.
 */
final class DomainNames {
  private final IdentityHashMap<Typed, Boolean> known = new IdentityHashMap<>();

  /** Whether a condition compares such a name. */
  boolean areAskedBy(Typed condition) {
    Boolean asked = known.get(condition);
    if (asked == null) {
      asked =
          switch (condition) {
            case Constant constant -> false;
            case Atom atom -> isOne(atom.left()) || isRight(atom.test());
            case Negation negation -> areAskedBy(negation.operand());
            case All all -> all.operands().stream().anyMatch(this::areAskedBy);
            case Any any -> any.operands().stream().anyMatch(this::areAskedBy);
          };
      known.put(condition, asked);
    }
    return asked;
  }

  private static boolean isRight(Test test) {
    return test instanceof Test.Operand operand && isOne(operand.right());
  }

  /** Whether an operand is made of such a name. */
  static boolean isOne(Value value) {
    return switch (value) {
      case Value.OfField field -> FieldTable.isDomainName(field.use().field());
      case Value.OfText text -> false;
      case Value.OfCall call -> call.arguments().stream().anyMatch(DomainNames::isOne);
    };
  }
}
