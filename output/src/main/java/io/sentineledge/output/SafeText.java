package io.sentineledge.output;

import java.util.HexFormat;

/**
 * Makes text from processes harmless to whatever shows it. Everything that a terminal, a log line
 * or a reader's eye could be deceived by becomes a visible escape; all else stays as it is.
 *
 * <pre>
 * line feed, carriage return, tab     \n  \r  \t
 * other controls below U+0020, DEL    \x1b
 * C1 controls, format characters (bidi overrides, zero width), line separators,
 * blanks other than the space, fillers, noncharacters, unassigned code points, lone surrogates
 *                                     &#92;u202e  \U000e0041
 * </pre>
 *
 * <p>A backslash stays single, so that names with one read as they are. Bytes that are no valid
 * UTF-8 have become {@code \xNN} before: see {@link io.sentineledge.event.Text#toString}.
 */
public final class SafeText {
  private static final HexFormat HEX = HexFormat.of();

  private SafeText() {}

  /** The text with everything hostile escaped; the same instance if there is nothing. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, i);
        append(safe, text, i);
        return safe.toString();
      }
    }
    return text;
  }

  /**
   * The same, at most so many characters long; what is cut is marked by an ellipsis and the number
   * of characters that are missing.
   *
   * @param limit characters of escaped text that are kept, at least 1
   */
  public static String cut(String text, int limit) {
    String safe = of(text);
    if (safe.length() <= limit) {
      return safe;
    }
    int end = Character.isHighSurrogate(safe.charAt(limit - 1)) ? limit - 1 : limit;
    return safe.substring(0, end) + "…(" + (safe.length() - end) + " more)";
  }

  private static void append(StringBuilder to, String text, int from) {
    int codePoint;
    for (int i = from; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isHarmless(codePoint)) {
        to.appendCodePoint(codePoint);
      } else {
        escape(to, codePoint);
      }
    }
  }

  private static void escape(StringBuilder to, int codePoint) {
    switch (codePoint) {
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\t' -> to.append("\\t");
      default -> {
        if (codePoint < 0x80) {
          to.append("\\x").append(HEX.toHexDigits((byte) codePoint));
        } else if (codePoint < 0x10000) {
          to.append("\\u").append(HEX.toHexDigits((char) codePoint));
        } else {
          to.append("\\U").append(HEX.toHexDigits(codePoint));
        }
      }
    }
  }

  /** Whether a character shows as what it is and does nothing else. */
  static boolean isHarmless(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= ' ';
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> !isFiller(codePoint);
    };
  }

  /** Letters and symbols that show nothing, and the plane of tags and variation selectors. */
  private static boolean isFiller(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default -> (codePoint & 0xffff0000) == 0xe0000;
    };
  }
}
