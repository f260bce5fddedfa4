package io.sentineledge.filter.field;

import io.sentineledge.event.Text;

/** The arguments of a process, argv[0] included, as far as they are known. */
final class Arguments {
  private Arguments() {}

  /** All of them with a blank between two; no value if none is known. */
  static AncestorTexts joined() {
    TextBuffer buffer = new TextBuffer();
    return image -> {
      Text argv = image.argv();
      if (argv.isEmpty()) {
        return null;
      }
      buffer.clear();
      for (int i = 0; i < argv.length() - 1; i++) {
        byte b = argv.at(i);
        buffer.append(b == 0 ? (byte) ' ' : b);
      }
      return buffer.text();
    };
  }

  /** One of them, from 0; no value if there are fewer. */
  static AncestorTexts numbered(int index) {
    Text part = new Text();
    return image -> {
      Text argv = image.argv();
      int start = 0;
      for (int i = 0; i < index; i++) {
        int end = argv.indexOf((byte) 0, start);
        if (end < 0) {
          return null;
        }
        start = end + 1;
      }
      int end = argv.indexOf((byte) 0, start);
      if (end < 0) {
        return null;
      }
      part.set(argv.array(), argv.offset() + start, end - start);
      return part;
    };
  }
}
