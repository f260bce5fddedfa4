package io.sentineledge.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file and where it stands. An alias is the very node that it names. */
public sealed interface YamlNode {
  Location location();

  /** What it is, for messages. */
  String kind();

  /** A text. */
  record Scalar(String value, Style style, Location location) implements YamlNode {
    /** How the text is written. */
    public enum Style {
      PLAIN,
      SINGLE_QUOTED,
      DOUBLE_QUOTED,
      LITERAL,
      FOLDED
    }

    /** Whether it stands for no value at all. */
    public boolean isNull() {
      return style == Style.PLAIN
          && (value.isEmpty()
              || value.equals("~")
              || value.equals("null")
              || value.equals("Null")
              || value.equals("NULL"));
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : "text";
    }
  }

  /** A sequence. */
  record Sequence(List<YamlNode> items, Location location) implements YamlNode {
    @Override
    public String kind() {
      return "a sequence";
    }
  }

  /** A mapping; its keys differ. */
  record Mapping(List<Entry> entries, Location location) implements YamlNode {
    /** The value of a key, or null. */
    public @Nullable YamlNode get(String key) {
      for (Entry entry : entries) {
        if (entry.key.value().equals(key)) {
          return entry.value;
        }
      }
      return null;
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {}
}
