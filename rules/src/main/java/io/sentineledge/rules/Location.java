package io.sentineledge.rules;

/**
 * A stretch of a rule file.
 *
 * @param start offset in {@code char}s
 * @param end offset after the last {@code char}
 */
public record Location(SourceFile file, int start, int end) {
  /** The file as a whole. */
  public static Location of(SourceFile file) {
    return new Location(file, 0, 0);
  }

  public Position position() {
    return file.position(start);
  }

  /** Code points on the first line of the stretch, at least 1. */
  public int length() {
    String text = file.text();
    int stop = start;
    while (stop < end && text.charAt(stop) != '\n' && text.charAt(stop) != '\r') {
      stop++;
    }
    return Math.max(1, text.codePointCount(start, stop));
  }
}
