package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** A function of a text. What it returns is valid until it is called again. */
@FunctionalInterface
public interface TextMapping {
  /** The function's value; null if it has none for this text. */
  @Nullable Text apply(Text text);

  /** This mapping and then another one. */
  default TextMapping then(TextMapping next) {
    return text -> {
      Text first = apply(text);
      return first == null ? null : next.apply(first);
    };
  }
}
