package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads arguments, separated by blanks, as getopt(3) does with an option string: letters, each
 * followed by a colon if it takes a value. Ends at {@code --} and passes over what is no option.
 */
final class OptionParser implements TextListSource {
  private final TextSource arguments;
  private final Text options;
  private final List<Text> letters = new ArrayList<>();
  private final List<Text> values = new ArrayList<>();
  private long parsed;
  private int count;

  OptionParser(TextSource arguments, Text options) {
    this.arguments = arguments;
    this.options = options;
  }

  @Override
  public int load(EventContext event) {
    if (parsed != event.number()) {
      parsed = event.number();
      Text text = arguments.get(event);
      count = text == null ? -1 : 0;
      if (text != null) {
        parse(text);
      }
    }
    return count;
  }

  @Override
  public Text element(int index) {
    return letters.get(index);
  }

  /** The value of the last use of an option, empty for one that takes none; or null. */
  @Nullable Text value(EventContext event, Text letter) {
    int last = load(event) - 1;
    while (last >= 0 && !letters.get(last).equals(letter)) {
      last--;
    }
    return last < 0 ? null : values.get(last);
  }

  private void parse(Text text) {
    int at = wordStart(text, 0);
    while (at < text.length()) {
      int end = wordEnd(text, at);
      int next = wordStart(text, end);
      if (end - at > 1 && text.at(at) == '-') {
        if (end - at == 2 && text.at(at + 1) == '-') {
          return;
        }
        if (text.at(at + 1) != '-') {
          next = cluster(text, at + 1, end, next);
        }
      }
      at = next;
    }
  }

  /** Reads letters that stand together; returns where the next word begins. */
  private int cluster(Text text, int from, int end, int next) {
    for (int i = from; i < end; i++) {
      int known = text.at(i) == ':' ? -1 : options.indexOf(text.at(i), 0);
      boolean takesValue =
          known >= 0 && known + 1 < options.length() && options.at(known + 1) == ':';
      if (!takesValue) {
        if (known >= 0) {
          add(text, i, i, i);
        }
      } else if (i + 1 < end) {
        add(text, i, i + 1, end);
        return next;
      } else {
        int stop = wordEnd(text, next);
        add(text, i, next, stop);
        return wordStart(text, stop);
      }
    }
    return next;
  }

  private void add(Text text, int letter, int from, int to) {
    if (count == letters.size()) {
      letters.add(new Text());
      values.add(new Text());
    }
    letters.get(count).set(text.array(), text.offset() + letter, 1);
    values.get(count).set(text.array(), text.offset() + from, to - from);
    count++;
  }

  private static int wordStart(Text text, int from) {
    int at = from;
    while (at < text.length() && text.at(at) == ' ') {
      at++;
    }
    return at;
  }

  private static int wordEnd(Text text, int from) {
    int end = text.indexOf((byte) ' ', from);
    return end < 0 ? text.length() : end;
  }
}
