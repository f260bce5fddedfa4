package io.sentineledge.filter;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.AncestorNumbers;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.Display;
import io.sentineledge.filter.field.NumberSource;
import io.sentineledge.filter.field.Source;
import io.sentineledge.filter.field.TextListSource;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operand's value for people and for JSON. Its sources are made when a type is first printed.
 */
final class PrintedValue {
  private final Value value;
  private final Display display;
  private final boolean bool;
  private final Map<EventType, Optional<Source>> sources = new EnumMap<>(EventType.class);

  PrintedValue(Value value, Display display, boolean bool) {
    this.value = value;
    this.display = display;
    this.bool = bool;
  }

  /** The value as text, or null. */
  @Nullable String text(EventContext event) {
    Object object = object(event);
    return switch (object) {
      case null -> null;
      case Long number -> display.text(number);
      case List<?> list ->
          "(" + String.join(",", list.stream().map(String::valueOf).toList()) + ")";
      default -> object.toString();
    };
  }

  /** The value as String, Long, Boolean or List; or null. */
  @Nullable Object object(EventContext event) {
    EventType type = EventType.of(event.event().typeId());
    if (type == null) {
      return null;
    }
    Source source =
        sources
            .computeIfAbsent(type, key -> Optional.ofNullable(new Sources(key).of(value)))
            .orElse(null);
    return switch (source) {
      case null -> null;
      case NumberSource number -> number(number.get(event));
      case TextListSource list -> list(event, list);
      case AncestorTexts texts -> ancestors(event, texts);
      case AncestorNumbers numbers -> ancestorNumbers(event, numbers);
      default -> {
        TextSource text = Sources.text(source);
        Text found = text == null ? null : text.get(event);
        yield found == null ? null : found.toString();
      }
    };
  }

  private @Nullable Object number(long number) {
    if (number == NumberSource.MISSING) {
      return null;
    }
    return bool ? (Object) (number != 0) : (Object) number;
  }

  private static @Nullable List<String> list(EventContext event, TextListSource source) {
    int count = source.load(event);
    if (count < 0) {
      return null;
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(source.element(i).toString());
    }
    return elements;
  }

  private static List<String> ancestors(EventContext event, AncestorTexts source) {
    List<String> texts = new ArrayList<>();
    ProcessImage image = event.parent();
    for (int depth = 2; image != null; depth++) {
      Text text = source.of(image);
      texts.add(text == null ? "<NA>" : text.toString());
      image = event.ancestor(depth);
    }
    return texts;
  }

  private static List<Long> ancestorNumbers(EventContext event, AncestorNumbers source) {
    List<Long> numbers = new ArrayList<>();
    ProcessImage image = event.parent();
    for (int depth = 2; image != null; depth++) {
      numbers.add(source.of(image));
      image = event.ancestor(depth);
    }
    return numbers;
  }
}
