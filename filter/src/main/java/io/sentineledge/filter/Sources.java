package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.Source;
import io.sentineledge.filter.field.TextListSource;
import io.sentineledge.filter.field.TextMapping;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.field.Transforms;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sources of operands in events of one type; equal operands have one source. */
final class Sources {
  private final EventType type;
  private final Map<Value, Optional<Source>> known = new HashMap<>();

  Sources(EventType type) {
    this.type = type;
  }

  /** The operand's source; null if it never has a value. */
  @Nullable Source of(Value value) {
    Optional<Source> source = known.get(value);
    if (source == null) {
      source = Optional.ofNullable(make(value));
      known.put(value, source);
    }
    return source.orElse(null);
  }

  private @Nullable Source make(Value value) {
    return switch (value) {
      case Value.OfField field -> field.use().source(type);
      case Value.OfText text -> new TextSource.Fixed(text.text());
      case Value.OfCall call -> call(call);
    };
  }

  private @Nullable Source call(Value.OfCall call) {
    Source first = of(call.arguments().get(0));
    return switch (call.transformer()) {
      case TOLOWER -> mapped(first, Transforms.toLower());
      case TOUPPER -> mapped(first, Transforms.toUpper());
      case B64 -> mapped(first, Transforms.decodeBase64());
      case BASENAME -> mapped(first, Transforms.baseName());
      case LEN -> length(first);
      case JOIN ->
          first instanceof TextListSource list
              ? Transforms.join(list, ((Value.OfText) call.arguments().get(1)).text())
              : null;
      case CONCAT -> concatenated(call);
      case GETOPT -> options(call, text(first));
    };
  }

  private static @Nullable Source mapped(@Nullable Source source, TextMapping mapping) {
    return switch (source) {
      case TextSource text -> Transforms.mappedText(text, mapping);
      case NamesSource names -> Transforms.mappedNames(names, mapping);
      case TextListSource list -> Transforms.mappedList(list, mapping);
      case AncestorTexts texts -> {
        AncestorTexts result =
            image -> {
              Text text = texts.of(image);
              return text == null ? null : mapping.apply(text);
            };
        yield result;
      }
      case null, default -> null;
    };
  }

  private static @Nullable Source length(@Nullable Source source) {
    if (source instanceof TextListSource list) {
      NumberSource count =
          event -> {
            int elements = list.load(event);
            return elements < 0 ? NumberSource.MISSING : elements;
          };
      return count;
    }
    TextSource text = text(source);
    if (text == null) {
      return null;
    }
    NumberSource length =
        event -> {
          Text value = text.get(event);
          return value == null ? NumberSource.MISSING : value.length();
        };
    return length;
  }

  private @Nullable Source concatenated(Value.OfCall call) {
    TextSource[] parts = new TextSource[call.arguments().size()];
    for (int i = 0; i < parts.length; i++) {
      TextSource part = text(of(call.arguments().get(i)));
      if (part == null) {
        return null;
      }
      parts[i] = part;
    }
    return Transforms.concatenated(parts);
  }

  private static @Nullable Source options(Value.OfCall call, @Nullable TextSource arguments) {
    if (arguments == null) {
      return null;
    }
    Text options = ((Value.OfText) call.arguments().get(1)).text();
    return call.selector() == null
        ? Transforms.options(arguments, options)
        : Transforms.option(arguments, options, Text.of(call.selector()));
  }

  /** A source as one text; null if it has none. */
  static @Nullable TextSource text(@Nullable Source source) {
    return Transforms.text(source);
  }
}
