package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Scalar.Style;

/**
 * Finds each character of a scalar's value in the file. YAML folds line breaks, drops indentation
 * and reads escapes, but keeps all other characters in their order: so value and source are walked
 * side by side, and what the value lacks is skipped. Where they cannot be brought together, the
 * rest of the value belongs to the scalar as a whole.
 */
final class ScalarAlignment {
  private final Scalar scalar;
  private final SourceFile file;
  private final String source;
  private final int end;
  private int at;

  ScalarAlignment(Scalar scalar) {
    this.scalar = scalar;
    this.file = scalar.location().file();
    this.source = file.text();
    this.at = scalar.location().start();
    this.end = Math.min(scalar.location().end(), source.length());
  }

  void addTo(MappedText.Builder builder) {
    String value = scalar.value();
    if (value.isEmpty()) {
      builder.add("", scalar.location());
      return;
    }
    skipProperties();
    switch (scalar.style()) {
      case LITERAL, FOLDED -> skipHeader();
      case SINGLE_QUOTED, DOUBLE_QUOTED -> at++;
      case PLAIN -> {
        // begins at once
      }
    }
    int done = 0;
    while (done < value.length()) {
      int taken = take(value, done, builder);
      if (taken == 0) {
        builder.add(value.substring(done), scalar.location());
        return;
      }
      done += taken;
    }
  }

  /** An anchor or a tag stands before the value and counts as part of it. */
  private void skipProperties() {
    while (at < end && (source.charAt(at) == '&' || source.charAt(at) == '!')) {
      while (at < end && !blank(source.charAt(at))) {
        at++;
      }
      skipBlanks();
    }
  }

  private void skipHeader() {
    while (at < end && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
      at++;
    }
  }

  private void skipBlanks() {
    while (at < end && blank(source.charAt(at))) {
      at++;
    }
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** Finds the next of the value's characters; the number found, 0 for none. */
  private int take(String value, int index, MappedText.Builder builder) {
    char wanted = value.charAt(index);
    if (scalar.style() == Style.DOUBLE_QUOTED) {
      skipContinuations(wanted);
    }
    if (blank(wanted) && (at == end || source.charAt(at) != '\\')) {
      builder.add(wanted, file, Math.min(at, end - 1));
      if (at < end && blank(source.charAt(at))) {
        at++;
      }
      return 1;
    }
    if (!blank(wanted)) {
      skipBlanks();
    }
    if (at >= end) {
      return 0;
    }
    if (scalar.style() == Style.DOUBLE_QUOTED && source.charAt(at) == '\\') {
      return takeEscape(value, index, builder);
    }
    if (source.charAt(at) != wanted) {
      return 0;
    }
    builder.add(wanted, file, at);
    at += scalar.style() == Style.SINGLE_QUOTED && wanted == '\'' ? 2 : 1;
    return 1;
  }

  /** A backslash at the end of a line, and the next line's indentation, stand for nothing. */
  private void skipContinuations(char wanted) {
    int next = at;
    while (next < end && blank(source.charAt(next)) && !blank(wanted)) {
      next++;
    }
    while (next + 1 < end
        && source.charAt(next) == '\\'
        && (source.charAt(next + 1) == '\n' || source.charAt(next + 1) == '\r')) {
      at = next + 1;
      skipBlanks();
      next = at;
    }
  }

  private int takeEscape(String value, int index, MappedText.Builder builder) {
    int length =
        at + 1 >= end
            ? 1
            : switch (source.charAt(at + 1)) {
              case 'x' -> 4;
              case 'u' -> 6;
              case 'U' -> 10;
              default -> 2;
            };
    int taken = Character.charCount(value.codePointAt(index));
    Location location = new Location(file, at, Math.min(at + length, end));
    builder.add(value.substring(index, index + taken), location);
    at += length;
    return taken;
  }
}
