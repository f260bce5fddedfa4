package io.sentineledge.filter;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of a condition or output format. Each method reads one kind of token at the
 * present position and moves beyond it, or returns null or false and stays.
 */
final class Scanner {
  private final String text;
  private final Object origin;
  private int position;

  Scanner(String text, int position, Object origin) {
    this.text = text;
    this.position = position;
    this.origin = origin;
  }

  int position() {
    return position;
  }

  /** Goes back to an earlier position. */
  void moveTo(int earlier) {
    position = earlier;
  }

  boolean atEnd() {
    return position == text.length();
  }

  /** The place from a position up to the present one. */
  Place placeFrom(int start) {
    return new Place(origin, start, position - start);
  }

  /** The place of what stands here: up to the next blank or delimiter, at least one character. */
  Place here() {
    int end = position;
    while (end < text.length() && isBare(text.charAt(end))) {
      end++;
    }
    if (end == position && end < text.length()) {
      end++;
    }
    return new Place(origin, position, end - position);
  }

  /** What stands here, for a message. */
  String found() {
    if (atEnd()) {
      return "the end";
    }
    Place place = here();
    return "'" + text.substring(place.offset(), place.offset() + place.length()) + "'";
  }

  boolean blanks() {
    int start = position;
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
    return position > start;
  }

  boolean take(char expected) {
    if (looksAt(expected)) {
      position++;
      return true;
    }
    return false;
  }

  boolean looksAt(char expected) {
    return position < text.length() && text.charAt(position) == expected;
  }

  boolean take(String expected) {
    if (text.startsWith(expected, position)) {
      position += expected.length();
      return true;
    }
    return false;
  }

  /** A word that is neither part of a longer one nor of a field's name. */
  boolean takeWord(String word) {
    if (text.startsWith(word, position) && word.length() == wordEnd(position) - position) {
      position += word.length();
      return true;
    }
    return false;
  }

  /** Letters, digits, underscores and dots, beginning with a letter. */
  private int wordEnd(int from) {
    int end = from;
    while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return end;
  }

  /** A letter, then letters, digits and underscores. */
  @Nullable String identifier() {
    int end = position;
    if (end < text.length() && isLetter(text.charAt(end))) {
      while (end < text.length() && isWord(text.charAt(end))) {
        end++;
      }
    }
    return upTo(end);
  }

  /** Identifiers joined by dots: at least two. */
  @Nullable String fieldName() {
    int start = position;
    if (identifier() == null) {
      return null;
    }
    boolean dotted = false;
    while (looksAt('.')) {
      position++;
      if (identifier() == null) {
        position--;
        break;
      }
      dotted = true;
    }
    if (!dotted) {
      position = start;
      return null;
    }
    return text.substring(start, position);
  }

  /** The word before an opening parenthesis; the parenthesis is read, too. */
  @Nullable String functionName() {
    int start = position;
    String name = identifier();
    if (name == null || !take('(')) {
      position = start;
      return null;
    }
    return name;
  }

  /** A decimal or hexadecimal number. */
  @Nullable String number() {
    int end = position;
    if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    int digits = end;
    while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return end > digits && isDigit(text.charAt(digits)) ? upTo(end) : null;
  }

  /** Characters other than blanks, parentheses, quotes, comma and equals sign. */
  @Nullable String bareText() {
    int end = position;
    while (end < text.length() && isBare(text.charAt(end))) {
      end++;
    }
    return upTo(end);
  }

  /** What stands bare in the brackets after a field. */
  @Nullable String bareArgument() {
    int end = position;
    while (end < text.length()
        && "[]\"'".indexOf(text.charAt(end)) < 0
        && !isBlank(text.charAt(end))) {
      end++;
    }
    return upTo(end);
  }

  private @Nullable String upTo(int end) {
    if (end == position) {
      return null;
    }
    String token = text.substring(position, end);
    position = end;
    return token;
  }

  /**
   * A text in single or double quotes, with its escapes resolved.
   *
   * @throws ConditionException if the quote is not closed or an escape is not known
   */
  @Nullable String quotedText() throws ConditionException {
    if (!looksAt('"') && !looksAt('\'')) {
      return null;
    }
    int start = position;
    char quote = text.charAt(position++);
    StringBuilder value = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(position++);
      if (c == quote) {
        return value.toString();
      }
      value.append(c == '\\' && !atEnd() ? escape(quote, text.charAt(position++)) : c);
    }
    position = start;
    throw new ConditionException(
        "a quoted text is not closed", new Place(origin, start, 1), "Add " + quote + " after it.");
  }

  private char escape(char quote, char c) throws ConditionException {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      // A backslash before a blank is a backslash, and the blank is dropped: as in Falco.
      case '\\', ' ' -> '\\';
      case '/' -> '/';
      default -> {
        if (c == quote) {
          yield c;
        }
        throw new ConditionException(
            "unknown escape \\" + c + " in a quoted text",
            new Place(origin, position - 2, 2),
            "Known are \\b \\f \\n \\r \\t \\\\ and \\" + quote + "; write \\\\ for a backslash.");
      }
    };
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\b' || c == '\f';
  }

  /** Whether a character can be part of a text without quotes. */
  static boolean isBare(char c) {
    return !isBlank(c) && "()\"'=,\u000b".indexOf(c) < 0;
  }

  private static boolean isWord(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
