package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** A text that is made once per event. */
public final class MemoText implements TextSource {
  private final TextSource source;
  private long made;
  private @Nullable Text value;

  public MemoText(TextSource source) {
    this.source = source;
  }

  @Override
  public @Nullable Text get(EventContext event) {
    if (made != event.number()) {
      made = event.number();
      value = source.get(event);
    }
    return value;
  }
}
