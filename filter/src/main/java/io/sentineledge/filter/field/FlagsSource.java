package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/**
 * The names of a number's bits, joined; the number itself where no name fits. That a name is
 * contained is told without the text.
 */
public final class FlagsSource implements TextSource {
  private final FlagNames names;
  private final NumberSource number;
  private final TextBuffer buffer = new TextBuffer();
  private long built = NumberSource.MISSING;

  FlagsSource(FlagNames names, NumberSource number) {
    this.names = names;
    this.number = number;
  }

  @Override
  public @Nullable Text get(EventContext event) {
    long value = number.get(event);
    if (value == NumberSource.MISSING) {
      return null;
    }
    if (value != built) {
      build(value);
    }
    return buffer.text();
  }

  private void build(long value) {
    built = value;
    buffer.clear();
    long shown = names.shown(value);
    for (int i = 0; i < names.count(); i++) {
      if ((shown & 1L << i) != 0) {
        if (buffer.length() > 0) {
          buffer.append(names.separator());
        }
        buffer.append(names.name(i));
      }
    }
    if (shown == 0) {
      buffer.append(value);
    }
  }

  /**
   * Whether the text is decided by the names alone when a part is looked for: the part holds no
   * separator and is no number.
   */
  public boolean decides(Text part) {
    return !part.isEmpty()
        && part.indexOf((byte) names.separator(), 0) < 0
        && !Character.isDigit(part.at(0))
        && part.at(0) != '-';
  }

  /** The names that contain a part, as bits for {@link #shows}. */
  public long naming(Text part) {
    long bits = 0;
    for (int i = 0; i < names.count(); i++) {
      if (names.name(i).contains(part)) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  /** Whether one of these names is shown. */
  public boolean shows(EventContext event, long naming) {
    long value = number.get(event);
    return value != NumberSource.MISSING && names.showsOneOf(naming, value);
  }

  /** The number behind the names. */
  NumberSource number() {
    return number;
  }
}
