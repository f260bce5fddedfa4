package io.sentineledge.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator is applied to. */
public sealed interface Operand {
  Place place();

  /** A value as written. Its type is that of the field it is compared with. */
  record Literal(String text, Place place) implements Operand {}

  /**
   * A field; on the right-hand side written {@code val(field)}.
   *
   * @param argument what stands in brackets after the name
   */
  record FieldReference(String name, @Nullable String argument, Place place) implements Operand {}

  /**
   * A transformer applied to operands.
   *
   * @param selector what stands in brackets after the call
   */
  record Call(
      Transformer transformer, List<Operand> arguments, @Nullable String selector, Place place)
      implements Operand {
    /** The arguments are copied. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
