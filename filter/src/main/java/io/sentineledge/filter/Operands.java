package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.FieldType;
import io.sentineledge.filter.field.FieldUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the fields in operands and checks the arguments of transformers. */
final class Operands {
  private Operands() {}

  /** Checks a field or call. */
  static Value check(Operand operand) throws ConditionException {
    return switch (operand) {
      case FieldReference field -> field(field);
      case Call call -> call(call);
      case Literal literal -> new Value.OfText(Text.of(literal.text()));
    };
  }

  private static Value field(FieldReference reference) throws ConditionException {
    try {
      return new Value.OfField(FieldUse.of(reference.name(), reference.argument()));
    } catch (FieldUse.BadUse e) {
      String message = String.valueOf(e.getMessage());
      if (!e.isUnknown()) {
        throw new ConditionException(message, reference.place());
      }
      List<String> near = Fields.suggest(reference.name());
      throw ConditionException.unknown(
          message,
          reference.place(),
          near.isEmpty()
              ? "docs/fields.md lists all fields."
              : "Did you mean " + String.join(", ", near) + "?");
    }
  }

  private static Value call(Call call) throws ConditionException {
    List<Value> arguments = new ArrayList<>();
    for (Operand argument : call.arguments()) {
      arguments.add(check(argument));
    }
    Transformer transformer = call.transformer();
    if (call.selector() != null && transformer != Transformer.GETOPT) {
      throw wrong(call, "takes nothing in brackets after it");
    }
    return switch (transformer) {
      case TOLOWER, TOUPPER, B64, BASENAME -> {
        requireCount(call, arguments, 1);
        requireText(call, arguments.get(0));
        yield new Value.OfCall(
            transformer, arguments, null, FieldType.TEXT, arguments.get(0).list());
      }
      case LEN -> {
        requireCount(call, arguments, 1);
        if (!arguments.get(0).list()) {
          requireText(call, arguments.get(0));
        }
        yield new Value.OfCall(transformer, arguments, null, FieldType.NUMBER, false);
      }
      case JOIN -> {
        requireCount(call, arguments, 2);
        yield join(call, arguments.get(0), arguments.get(1));
      }
      case CONCAT -> {
        if (arguments.size() < 2) {
          throw wrong(call, "needs at least two arguments");
        }
        for (Value argument : arguments) {
          if (argument.list() || argument.type() == FieldType.NETWORK) {
            throw wrong(call, "does not take a list or network");
          }
        }
        yield new Value.OfCall(transformer, arguments, null, FieldType.TEXT, false);
      }
      case GETOPT -> {
        requireCount(call, arguments, 2);
        requireText(call, arguments.get(0));
        if (!(arguments.get(1) instanceof Value.OfText)) {
          throw wrong(call, "needs the options as a text, such as \"nt:\"");
        }
        String selector = call.selector();
        yield new Value.OfCall(transformer, arguments, selector, FieldType.TEXT, selector == null);
      }
    };
  }

  /** The list and the separator, whichever is written first. */
  private static Value join(Call call, Value first, Value second) throws ConditionException {
    Value list = first.list() ? first : second;
    Value separator = first.list() ? second : first;
    if (!list.list() || !(separator instanceof Value.OfText)) {
      throw wrong(call, "needs a list and a text to put between its elements");
    }
    return new Value.OfCall(
        Transformer.JOIN, List.of(list, separator), null, FieldType.TEXT, false);
  }

  private static void requireCount(Call call, List<Value> arguments, int count)
      throws ConditionException {
    if (arguments.size() != count) {
      throw wrong(call, "needs " + count + (count == 1 ? " argument" : " arguments"));
    }
  }

  private static void requireText(Call call, @Nullable Value argument) throws ConditionException {
    if (argument == null
        || (argument.type() != FieldType.TEXT && argument.type() != FieldType.BYTES)) {
      throw wrong(call, "needs a text");
    }
  }

  private static ConditionException wrong(Call call, String what) {
    return new ConditionException("'" + call.transformer().symbol() + "' " + what, call.place());
  }
}
