package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** Forms of an environment: a list of {@code NAME=value}, each ended by a zero byte. */
final class Environment {
  private Environment() {}

  /** The whole list, joined by blanks. */
  static AncestorTexts joined() {
    TextBuffer buffer = new TextBuffer();
    return image -> join(image.environment(), buffer);
  }

  private static @Nullable Text join(Text list, TextBuffer buffer) {
    if (list.isEmpty()) {
      return null;
    }
    buffer.clear();
    int last = list.length() - (list.at(list.length() - 1) == 0 ? 1 : 0);
    for (int i = 0; i < last; i++) {
      byte b = list.at(i);
      buffer.append(b == 0 ? (byte) ' ' : b);
    }
    return buffer.text();
  }

  /** The value of one variable. */
  static AncestorTexts variable(String name) {
    Text key = Text.of(name + "=");
    Text value = new Text();
    return image -> find(image, key, value);
  }

  private static @Nullable Text find(ProcessImage image, Text key, Text value) {
    Text list = image.environment();
    int start = 0;
    while (start < list.length()) {
      int zero = list.indexOf((byte) 0, start);
      int end = zero < 0 ? list.length() : zero;
      value.set(list.array(), list.offset() + start, end - start);
      if (value.startsWith(key)) {
        value.set(list.array(), list.offset() + start + key.length(), end - start - key.length());
        return value;
      }
      start = end + 1;
    }
    return null;
  }
}
