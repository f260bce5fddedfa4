package io.sentineledge.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds one line that holds one JSON object: always valid UTF-8, whatever its texts hold, and
 * without a raw character that is not harmless on a terminal. For one thread; can be used again.
 */
public final class JsonLine {
  private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new Escapes());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

  /** Writes the members of the object. */
  @FunctionalInterface
  public interface Body {
    void write(Members members) throws IOException;
  }

  /** The line, its line feed included. */
  public byte[] of(Body body) {
    bytes.reset();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      body.write(new Members(json));
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory can't fail", e);
    }
    return bytes.toByteArray();
  }

  /** The line for an object whose members are known. */
  byte[] of(Map<String, @Nullable Object> members) {
    return of(to -> {
      for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
        to.add(member.getKey(), member.getValue());
      }
    });
  }

  /** The members of an object, written in the order of the calls. */
  public static final class Members {
    private final JsonGenerator json;

    private Members(JsonGenerator json) {
      this.json = json;
    }

    /**
     * A member.
     *
     * @param value String, Long, Boolean, List or Map of these, or null
     */
    public Members add(String name, @Nullable Object value) throws IOException {
      json.writeFieldName(wellFormed(name));
      write(value);
      return this;
    }

    private void write(@Nullable Object value) throws IOException {
      switch (value) {
        case null -> json.writeNull();
        case Long number -> json.writeNumber(number);
        case Boolean truth -> json.writeBoolean(truth);
        case List<?> values -> {
          json.writeStartArray();
          for (Object item : values) {
            write(item);
          }
          json.writeEndArray();
        }
        case Map<?, ?> values -> {
          json.writeStartObject();
          for (Map.Entry<?, ?> entry : values.entrySet()) {
            add(String.valueOf(entry.getKey()), entry.getValue());
          }
          json.writeEndObject();
        }
        default -> json.writeString(wellFormed(value.toString()));
      }
    }
  }

  /** Text that UTF-8 can carry: a lone surrogate becomes a visible escape. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && text.codePointAt(i++) < 0x10000) {
        return escapeSurrogates(text);
      }
    }
    return text;
  }

  private static String escapeSurrogates(String text) {
    StringBuilder to = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.getType(c) == Character.SURROGATE) {
            to.append("\\u").append(HexFormat.of().toHexDigits((char) c));
          } else {
            to.appendCodePoint(c);
          }
        });
    return to.toString();
  }

  /** Beside what JSON itself demands, escapes all that is not harmless on a terminal. */
  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;
    private static final int DEL = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[DEL] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character < 0x10000
              && (Character.isSurrogate((char) character) || SafeText.isHarmless(character))
          ? null
          : new SerializedString("\\u" + HexFormat.of().toHexDigits((char) character));
    }
  }
}
