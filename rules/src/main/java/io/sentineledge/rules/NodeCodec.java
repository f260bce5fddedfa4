package io.sentineledge.rules;

import io.sentineledge.rules.ShippedRules.Parsed;
import io.sentineledge.rules.YamlNode.Entry;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parsed files as bytes, to be read at each start by code that is not compiled yet: so there is
 * nothing to decode but numbers of seven bits a byte, the lowest first, and ASCII. A file is its
 * name, text and documents; a node its kind, where it starts, its length, and what it holds.
 */
final class NodeCodec {
  private static final List<Scalar.Style> STYLES = List.of(Scalar.Style.values());
  private static final int SEQUENCE = STYLES.size();
  private static final int MAPPING = SEQUENCE + 1;

  private NodeCodec() {}

  /**
   * @throws IllegalStateException if a text is not ASCII
   */
  static byte[] write(List<Parsed> files) {
    Writer writer = new Writer();
    writer.number(files.size());
    for (Parsed parsed : files) {
      writer.text(parsed.file().name());
      writer.text(parsed.file().text());
      writer.number(parsed.documents().size());
      parsed.documents().forEach(writer::node);
    }
    return writer.out.toByteArray();
  }

  /** What {@link #write} has made; nothing else may be given. */
  static List<Parsed> read(byte[] bytes) {
    Reader reader = new Reader(bytes);
    int files = reader.number();
    List<Parsed> result = new ArrayList<>(files);
    for (int i = 0; i < files; i++) {
      reader.file = new SourceFile(reader.text(), reader.text());
      result.add(new Parsed(reader.file, reader.nodes()));
    }
    return result;
  }

  private static final class Writer {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void number(int value) {
      int rest = value;
      while (rest > 0x7f) {
        out.write(rest | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }

    void text(String text) {
      if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
        throw new IllegalStateException("shipped rules must be ASCII: " + text);
      }
      number(text.length());
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void begin(int kind, Location location) {
      number(kind);
      number(location.start());
      number(location.end() - location.start());
    }

    void node(YamlNode node) {
      switch (node) {
        case Scalar scalar -> {
          begin(STYLES.indexOf(scalar.style()), scalar.location());
          text(scalar.value());
        }
        case Sequence sequence -> {
          begin(SEQUENCE, sequence.location());
          number(sequence.items().size());
          sequence.items().forEach(this::node);
        }
        case Mapping mapping -> {
          begin(MAPPING, mapping.location());
          number(mapping.entries().size());
          for (Entry entry : mapping.entries()) {
            node(entry.key());
            node(entry.value());
          }
        }
      }
    }
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;
    SourceFile file = new SourceFile("", "");

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    int number() {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        int next = bytes[at++];
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    /** Of ASCII each byte is a character of ISO 8859-1, which is copied unseen. */
    String text() {
      int length = number();
      at += length;
      return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
    }

    List<YamlNode> nodes() {
      int count = number();
      List<YamlNode> nodes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        nodes.add(node());
      }
      return nodes;
    }

    private YamlNode node() {
      int kind = number();
      int start = number();
      Location location = new Location(file, start, start + number());
      if (kind == SEQUENCE) {
        return new Sequence(nodes(), location);
      }
      return kind == MAPPING
          ? new Mapping(entries(), location)
          : new Scalar(text(), STYLES.get(kind), location);
    }

    private List<Entry> entries() {
      int count = number();
      List<Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(new Entry((Scalar) node(), node()));
      }
      return entries;
    }
  }
}
