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

  static String render(Diagnostic diagnostic, String line) {
    Position position = diagnostic.position();
    int[] points = line.codePoints().map(DiagnosticRenderer::visible).toArray();
    int caret = Math.min(position.column() - 1, points.length);
    int from = points.length <= WIDTH ? 0 : Math.max(0, caret - BEFORE);
    int to = Math.min(points.length, from + WIDTH);
    String head = from > 0 ? DOTS : "";
    String tail = to < points.length ? DOTS : "";
    int carets = Math.max(1, Math.min(diagnostic.length(), to - caret));
    String margin = " ".repeat(6);
    StringBuilder text = new StringBuilder();
    text.append(visible(position + ": " + diagnostic.severity() + ": " + diagnostic.message()));
    if (!line.isBlank()) {
      text.append(String.format("\n%5d | ", position.line()))
          .append(head)
          .append(new String(points, from, to - from))
          .append(tail)
          .append('\n')
          .append(margin)
          .append("| ")
          .append(" ".repeat(head.length() + caret - from))
          .append("^".repeat(carets));
    }
    if (diagnostic.suggestion() != null) {
      text.append('\n').append(margin).append("= ").append(visible(diagnostic.suggestion()));
    }
    return text.toString();
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
