package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one copy of texts that recur: names, paths of programs, working directories. Bounded: a new
 * text takes the place of another with the same slot, which then is only no longer shared.
 */
final class TextPool {
  private static final int SLOTS = 4096;
  private static final int LONGEST = 512;

  private final @Nullable Text[] slots = new @Nullable Text[SLOTS];

  /** A value equal to the text, which may be a view that is about to change. */
  Text intern(Text text) {
    if (text.isEmpty()) {
      return Text.EMPTY;
    }
    if (text.length() > LONGEST) {
      return text.copy();
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Text known = slots[slot];
    if (known != null && known.equals(text)) {
      return known;
    }
    Text copy = text.copy();
    slots[slot] = copy;
    return copy;
  }
}
