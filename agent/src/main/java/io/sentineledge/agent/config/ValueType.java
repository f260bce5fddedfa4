package io.sentineledge.agent.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * What a key takes.
 *
 * @param wanted for messages and the documentation: {@code an integer from 1 to 10}
 * @param ofToml the value that a TOML value means; null if it is none
 * @param ofText likewise of a variable or an option
 * @param toToml the value as TOML
 */
record ValueType<T>(
    String wanted,
    Function<Object, @Nullable T> ofToml,
    Function<String, @Nullable T> ofText,
    Function<T, String> toToml) {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})\\s*([KMGT]?)I?B?");
  private static final int KIBI_BITS = 10;

  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>(
          "true or false",
          value -> value instanceof Boolean truth ? truth : null,
          ValueType::truth,
          Object::toString);

  static final ValueType<String> STRING =
      new ValueType<>(
          "a string", value -> value instanceof String s ? s : null, s -> s, ValueType::quoted);

  static final ValueType<List<String>> STRINGS =
      new ValueType<>(
          "an array of strings",
          ValueType::strings,
          text -> Arrays.stream(text.split(",")).map(String::strip).toList(),
          list -> list.stream().map(ValueType::quoted).collect(Collectors.joining(", ", "[", "]")));

  /** A table of strings, such as the headers of a request; a value with its name each. */
  static final ValueType<List<Header>> HEADERS =
      new ValueType<>(
          "a table of strings",
          ValueType::headers,
          text -> null,
          list ->
              list.stream()
                  .map(header -> quoted(header.name()) + " = " + quoted(header.value()))
                  .collect(Collectors.joining(", ", "{", "}")));

  static final ValueType<Long> SIZE_IN_BYTES =
      new ValueType<>(
          "a size such as \"100MB\"",
          value -> value instanceof Long n && n > 0 ? n : size(value),
          ValueType::size,
          bytes -> quoted(sizeText(bytes)));

  static ValueType<Integer> integer(int min, int max) {
    return new ValueType<>(
        "an integer from " + min + " to " + max,
        value -> value instanceof Long n && n >= min && n <= max ? n.intValue() : null,
        text -> number(text, min, max),
        Object::toString);
  }

  /** A constant of an enum, in lower case. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    Function<String, @Nullable E> find =
        text -> all.stream().filter(e -> e.name().equalsIgnoreCase(text)).findFirst().orElse(null);
    return new ValueType<>(
        "one of " + all.stream().map(ValueType::lower).collect(Collectors.joining(", ")),
        value -> value instanceof String text ? find.apply(text) : null,
        find,
        e -> quoted(lower(e)));
  }

  /** The same with a further condition. */
  ValueType<T> where(String nowWanted, Function<T, Boolean> condition) {
    return new ValueType<>(
        nowWanted,
        v -> keep(ofToml.apply(v), condition),
        v -> keep(ofText.apply(v), condition),
        toToml);
  }

  private static <T> @Nullable T keep(@Nullable T value, Function<T, Boolean> condition) {
    return value != null && condition.apply(value) ? value : null;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> null;
    };
  }

  private static @Nullable Integer number(String text, int min, int max) {
    try {
      int number = Integer.parseInt(text.strip().replace("_", ""));
      return number >= min && number <= max ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable List<String> strings(Object value) {
    if (!(value instanceof TomlArray array)) {
      return null;
    }
    List<String> strings = new ArrayList<>();
    for (Object item : array.toList()) {
      if (!(item instanceof String text)) {
        return null;
      }
      strings.add(text);
    }
    return List.copyOf(strings);
  }

  private static @Nullable List<Header> headers(Object value) {
    if (!(value instanceof TomlTable table)) {
      return null;
    }
    List<Header> headers = new ArrayList<>();
    for (String name : table.keySet()) {
      if (!(table.get(List.of(name)) instanceof String text)) {
        return null;
      }
      headers.add(new Header(name, text));
    }
    return List.copyOf(headers);
  }

  private static @Nullable Long size(Object value) {
    Matcher matcher = SIZE.matcher(value.toString().strip().toUpperCase(Locale.ROOT));
    if (!(value instanceof String) || !matcher.matches()) {
      return null;
    }
    String unit = matcher.group(2);
    int shift = unit.isEmpty() ? 0 : KIBI_BITS * ("KMGT".indexOf(unit) + 1);
    long number = Long.parseLong(matcher.group(1));
    return number > 0 && number <= Long.MAX_VALUE >> shift ? number << shift : null;
  }

  private static String sizeText(long bytes) {
    String text = Long.toString(bytes);
    long left = bytes;
    for (String unit : List.of("KB", "MB", "GB", "TB")) {
      if (left % (1 << KIBI_BITS) != 0) {
        break;
      }
      left >>= KIBI_BITS;
      text = left + unit;
    }
    return text;
  }

  /** A basic string of TOML. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
