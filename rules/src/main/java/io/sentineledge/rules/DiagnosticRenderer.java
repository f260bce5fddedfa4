package io.sentineledge.rules;

/**
 * Shows a finding to a person:
 *
 * <pre>
 * rules.yaml:3:14: error: unknown field 'proc.nmae'
 *     3 |   condition: proc.nmae = cat
 *       |              ^^^^^^^^^
 *       = Did you mean proc.name?
 * </pre>
 *
 * <p>Control characters are shown as a replacement character, and of a long line only the part
 * around the caret.
 */
final class DiagnosticRenderer {
  private static final int WIDTH = 100;
  private static final int BEFORE = 60;
  private static final String DOTS = "...";

  private DiagnosticRenderer() {}

  static String render(Diagnostic diagnostic, SourceFile file) {
    Position position = diagnostic.position();
    boolean isShort = file.lineText(position.line(), 1, WIDTH + 1).length <= WIDTH;
    int from = isShort ? 1 : Math.max(1, position.column() - BEFORE);
    int[] points = file.lineText(position.line(), from, WIDTH + 1);
    boolean cut = points.length > WIDTH;
    int shown = Math.min(points.length, WIDTH);
    String head = from > 1 ? DOTS : "";
    int caret = position.column() - from;
    int carets = Math.max(1, Math.min(diagnostic.length(), shown - caret));
    String margin = " ".repeat(6);
    StringBuilder text = new StringBuilder();
    text.append(visible(position + ": " + diagnostic.severity() + ": " + diagnostic.message()));
    String line = visible(new String(points, 0, shown));
    if (!line.isBlank()) {
      text.append(String.format("\n%5d | ", position.line()))
          .append(head)
          .append(line)
          .append(cut ? DOTS : "")
          .append('\n')
          .append(margin)
          .append("| ")
          .append(" ".repeat(head.length() + columns(points, 0, caret)))
          .append("^".repeat(columns(points, caret, caret + carets)));
    }
    if (diagnostic.suggestion() != null) {
      text.append('\n').append(margin).append("= ").append(visible(diagnostic.suggestion()));
    }
    return text.toString();
  }

  /** Columns of a terminal that these characters take; 1 for each place behind the line's end. */
  private static int columns(int[] points, int from, int to) {
    int columns = 0;
    for (int i = from; i < to; i++) {
      columns += i < points.length ? columns(points[i]) : 1;
    }
    return columns;
  }

  /**
   * Characters of East Asian scripts and pictures are two columns wide, marks that are put on other
   * characters none.
   */
  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0xa4cf && point != 0x303f)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0xffe0 && point <= 0xffe6)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }

  private static String visible(String text) {
    int[] points = text.codePoints().map(DiagnosticRenderer::visible).toArray();
    return new String(points, 0, points.length);
  }

  /** A tab becomes one blank, so that the caret stays below what it points at. */
  private static int visible(int point) {
    if (point == '\t') {
      return ' ';
    }
    int type = Character.getType(point);
    boolean harmless =
        type != Character.CONTROL
            && type != Character.FORMAT
            && type != Character.SURROGATE
            && type != Character.LINE_SEPARATOR
            && type != Character.PARAGRAPH_SEPARATOR;
    return harmless ? point : 0xfffd;
  }
}
