package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/**
 * One argument of an event type.
 *
 * @param number the value as a number, where it is one
 * @param text what the number stands for, or the value where it is text; names of files may be
 *     several
 */
record EventArgument(String name, @Nullable NumberSource number, @Nullable Source text) {
  /** The value of {@code evt.arg.NAME}: what the number stands for, else the number. */
  @Nullable Source value() {
    if (number == null) {
      return text;
    }
    TextSource digits = digits(number);
    if (text == null) {
      return digits;
    }
    if (text instanceof FlagsSource || !(text instanceof TextSource words)) {
      return text;
    }
    TextSource either =
        event -> {
          Text word = words.get(event);
          return word != null ? word : digits.get(event);
        };
    return either;
  }

  /** The value of {@code evt.rawarg.NAME}. */
  @Nullable Source raw() {
    return number != null ? number : text;
  }

  /** Appends {@code name=value} or {@code name=number(what it stands for)}; nothing if absent. */
  void write(EventContext event, TextBuffer to) {
    long value = number == null ? NumberSource.MISSING : number.get(event);
    Text word = word(event);
    if (value == NumberSource.MISSING && word == null) {
      return;
    }
    if (to.length() > 0) {
      to.append(' ');
    }
    to.append(name).append('=');
    if (value == NumberSource.MISSING && word != null) {
      to.append(word);
      return;
    }
    to.append(value);
    if (word != null) {
      to.append('(').append(word).append(')');
    }
  }

  private @Nullable Text word(EventContext event) {
    return text instanceof TextSource words
        ? words.get(event)
        : text instanceof NamesSource names ? names.first(event) : null;
  }

  private static TextSource digits(NumberSource number) {
    TextBuffer buffer = new TextBuffer();
    return event -> {
      long value = number.get(event);
      return value == NumberSource.MISSING ? null : buffer.clear().append(value).text();
    };
  }
}
