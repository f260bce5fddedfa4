package io.sentineledge.filter;

import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses fields, calls of transformers and literals; the grammar is {@link ConditionParser}'s. */
final class OperandParser {
  private static final int MAX_DEPTH = 16;

  private final Scanner in;
  private int depth;

  OperandParser(Scanner in) {
    this.in = in;
  }

  /** A field or a call; null, with nothing read, if neither stands here. */
  @Nullable Operand operand() throws ConditionException {
    Operand field = field();
    return field != null ? field : call();
  }

  /** {@code val(field)} or a call; null, with nothing read, if neither stands here. */
  @Nullable Operand right() throws ConditionException {
    int start = in.position();
    if (!in.take("val(")) {
      return call();
    }
    in.blanks();
    Operand field = field();
    if (field == null) {
      throw unexpected("a field");
    }
    close(start);
    return field;
  }

  private @Nullable Operand field() throws ConditionException {
    int start = in.position();
    String name = in.fieldName();
    if (name == null) {
      return null;
    }
    String argument = brackets();
    return new FieldReference(name, argument, in.placeFrom(start));
  }

  private @Nullable Operand call() throws ConditionException {
    int start = in.position();
    String name = in.functionName();
    if (name == null) {
      return null;
    }
    Transformer transformer = Transformer.of(name);
    if (transformer == null) {
      in.moveTo(start);
      return null;
    }
    if (++depth > MAX_DEPTH) {
      throw new ConditionException(
          "calls are nested more than " + MAX_DEPTH + " levels deep", in.placeFrom(start));
    }
    List<Operand> arguments = new ArrayList<>();
    do {
      in.blanks();
      Operand argument = operand();
      arguments.add(argument != null ? argument : literal());
      in.blanks();
    } while (in.take(','));
    close(start);
    depth--;
    String selector = brackets();
    return new Call(transformer, arguments, selector, in.placeFrom(start));
  }

  private void close(int start) throws ConditionException {
    in.blanks();
    if (!in.take(')')) {
      throw new ConditionException(
          "expected ')', found " + in.found(),
          in.here(),
          "It closes the call that begins at offset " + start + ".");
    }
  }

  /** What stands in brackets here, or null if there are none. */
  private @Nullable String brackets() throws ConditionException {
    if (!in.take('[')) {
      return null;
    }
    String argument = in.quotedText();
    if (argument == null) {
      argument = in.bareArgument();
    }
    if (argument == null) {
      throw unexpected("an argument in the brackets");
    }
    if (!in.take(']')) {
      throw unexpected("']'");
    }
    return argument;
  }

  /** A quoted or bare text. */
  Literal literal() throws ConditionException {
    int start = in.position();
    String value = in.quotedText();
    if (value == null) {
      value = in.bareText();
    }
    if (value == null) {
      throw unexpected("a value");
    }
    return new Literal(value, in.placeFrom(start));
  }

  ConditionException unexpected(String expected) {
    String found = in.found();
    return new ConditionException(
        "expected " + expected + ", found " + found,
        in.here(),
        found.startsWith("'#") ? "Within a text of several lines '#' begins no comment." : null);
  }
}
