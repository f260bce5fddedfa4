package io.sentineledge.filter;

/**
 * Where a part of a condition was written.
 *
 * <p>All places are equal, so that expressions are compared by what they say and not by where.
 *
 * @param origin what the caller gave to the parser to know the text again, such as the rule or
 *     macro that it belongs to
 * @param offset in characters from the start of the text
 * @param length in characters, at least 0
 */
public record Place(Object origin, int offset, int length) {
  /** A place in no text: an expression made by a program. */
  public static final Place NONE = new Place("", 0, 0);

  @Override
  public boolean equals(Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
