package io.sentineledge.filter.field;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Text;
import io.sentineledge.filter.match.IgnoreCase;
import io.sentineledge.state.EventContext;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Sources made from others: what the transformers of the language do. */
public final class Transforms {
  private Transforms() {}

  /** A to Z as small letters. */
  public static TextMapping toLower() {
    TextBuffer buffer = new TextBuffer();
    return text -> {
      buffer.clear();
      for (int i = 0; i < text.length(); i++) {
        buffer.append(IgnoreCase.lower(text.at(i)));
      }
      return buffer.text();
    };
  }

  /** a to z as capitals. */
  public static TextMapping toUpper() {
    TextBuffer buffer = new TextBuffer();
    return text -> {
      buffer.clear();
      for (int i = 0; i < text.length(); i++) {
        buffer.append(IgnoreCase.upper(text.at(i)));
      }
      return buffer.text();
    };
  }

  /** What base64 stands for; no value if the text is none. Allocates. */
  public static TextMapping decodeBase64() {
    Text decoded = new Text();
    return text -> {
      try {
        byte[] bytes = Base64.getDecoder().decode(text.toBytes());
        decoded.set(bytes, 0, bytes.length);
        return decoded;
      } catch (IllegalArgumentException e) {
        return null;
      }
    };
  }

  /** What follows the last slash, possibly nothing. */
  public static TextMapping baseName() {
    Text part = new Text();
    return text -> {
      int start = text.lastIndexOf((byte) '/') + 1;
      part.set(text.array(), text.offset() + start, text.length() - start);
      return part;
    };
  }

  /** A text through a mapping, once per event. */
  public static TextSource mappedText(TextSource source, TextMapping mapping) {
    return new MemoText(event -> {
      Text text = source.get(event);
      return text == null ? null : mapping.apply(text);
    });
  }

  /** Each name through a mapping. */
  public static NamesSource mappedNames(NamesSource source, TextMapping mapping) {
    return new NamesSource() {
      @Override
      public FileNames names(EventContext event) {
        return source.names(event);
      }

      @Override
      public TextMapping part(EventContext event) {
        TextMapping part = source.part(event);
        return part == null ? mapping : part.then(mapping);
      }
    };
  }

  /** Each element through a mapping; an element without a value becomes empty. */
  public static TextListSource mappedList(TextListSource source, TextMapping mapping) {
    return new TextListSource() {
      @Override
      public int load(EventContext event) {
        return source.load(event);
      }

      @Override
      public Text element(int index) {
        Text value = mapping.apply(source.element(index));
        return value == null ? Text.EMPTY : value;
      }
    };
  }

  /** The elements with a separator between them. */
  public static TextSource join(TextListSource list, Text separator) {
    TextBuffer buffer = new TextBuffer();
    return new MemoText(event -> {
      int count = list.load(event);
      if (count < 0) {
        return null;
      }
      buffer.clear();
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          buffer.append(separator);
        }
        buffer.append(list.element(i));
      }
      return buffer.text();
    });
  }

  /** All parts one after the other; no value if one has none. */
  public static TextSource concatenated(TextSource[] parts) {
    TextBuffer buffer = new TextBuffer();
    return new MemoText(event -> {
      buffer.clear();
      for (TextSource part : parts) {
        Text text = part.get(event);
        if (text == null) {
          return null;
        }
        buffer.append(text);
      }
      return buffer.text();
    });
  }

  /** The letters of the options in use. */
  public static TextListSource options(TextSource arguments, Text options) {
    return new OptionParser(arguments, options);
  }

  /** The value of one option; no value if the option is not in use. */
  public static TextSource option(TextSource arguments, Text options, Text letter) {
    OptionParser parser = new OptionParser(arguments, options);
    return new MemoText(event -> parser.value(event, letter));
  }

  /** A source as one text: numbers in decimal, of names the first; null if it is no one text. */
  public static @Nullable TextSource text(@Nullable Source source) {
    return switch (source) {
      case TextSource text -> text;
      case NamesSource names -> names::first;
      case NumberSource number -> {
        TextBuffer buffer = new TextBuffer();
        yield event -> {
          long value = number.get(event);
          return value == NumberSource.MISSING ? null : buffer.clear().append(value).text();
        };
      }
      case AddressSource address -> {
        TextBuffer buffer = new TextBuffer();
        Address value = new Address();
        yield event -> address.get(event, value) ? buffer.clear().append(value).text() : null;
      }
      case null, default -> null;
    };
  }
}
