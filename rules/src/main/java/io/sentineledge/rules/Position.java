package io.sentineledge.rules;

/**
 * A place in a rule file.
 *
 * @param file the name that the file is shown by
 * @param line from 1
 * @param column from 1, in code points
 */
public record Position(String file, int line, int column) {
  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
