package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** One text. */
@FunctionalInterface
public non-sealed interface TextSource extends Source {
  /** The value, or null. */
  @Nullable Text get(EventContext event);

  /** A value that does not depend on the event. */
  record Fixed(Text value) implements TextSource {
    @Override
    public Text get(EventContext event) {
      return value;
    }
  }

  /** A value that does not depend on the event. */
  static TextSource fixed(String value) {
    return new Fixed(Text.of(value));
  }
}
