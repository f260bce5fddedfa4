package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.field.FieldType;
import io.sentineledge.filter.field.FieldUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition whose fields are known and whose values have types: what an executable form is made
 * from. It does not depend on the type of an event. Shared parts are shared objects, equal atoms
 * are one.
 */
sealed interface Typed {
  record Constant(boolean value) implements Typed {}

  record All(List<Typed> operands) implements Typed {}

  record Any(List<Typed> operands) implements Typed {}

  record Negation(Typed operand) implements Typed {}

  /**
   * A test of one operand.
   *
   * @param excludes whether it stands under an odd number of negations: then a file's names must
   *     all pass it
   */
  record Atom(Value left, Test test, boolean excludes) implements Typed {}

  /** What a test is applied to. */
  sealed interface Value {
    FieldType type();

    boolean list();

    record OfField(FieldUse use) implements Value {
      @Override
      public boolean equals(@Nullable Object other) {
        return other instanceof OfField field && use.equals(field.use);
      }

      @Override
      public int hashCode() {
        return use.hashCode();
      }

      @Override
      public FieldType type() {
        return use.field().type();
      }

      @Override
      public boolean list() {
        return use.field().list();
      }
    }

    record OfCall(
        Transformer transformer,
        List<Value> arguments,
        @Nullable String selector,
        FieldType type,
        boolean list)
        implements Value {}

    record OfText(Text text) implements Value {
      @Override
      public FieldType type() {
        return FieldType.TEXT;
      }

      @Override
      public boolean list() {
        return false;
      }
    }
  }

  /** What is asked of an operand. */
  sealed interface Test {
    /** It has a value. */
    record Present() implements Test {}

    /** Values are distinct, in the order written. */
    record Texts(Operator operator, @Nullable Quantifier quantifier, List<Text> values)
        implements Test {}

    record Numbers(Operator operator, @Nullable Quantifier quantifier, List<Long> values)
        implements Test {}

    record Networks(Operator operator, @Nullable Quantifier quantifier, List<Network> values)
        implements Test {}

    /** A comparison with another operand of the same type. */
    record Operand(Operator operator, Value right) implements Test {}
  }

  /** An IPv6 network, or the one that maps an IPv4 network; all bits for a single address. */
  record Network(long high, long low, int bits) {}
}
