package io.sentineledge.filter.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sentineledge.event.Text;

/**
 * An RE2 regular expression over the whole of a text, in time linear in its length. Bytes that are
 * no UTF-8 count as the escapes that {@link Text#toString} gives.
 *
 * <p>The one matcher that allocates; a rule that uses it should test something cheaper first.
 */
public final class Regex implements TextMatcher {
  /** Instructions of a program: some ten megabytes. */
  private static final long LARGEST = 100_000;

  private static final int DEEPEST = 200;
  private static final int EXCERPT = 60;

  private final Pattern pattern;

  /**
   * Compiles a pattern.
   *
   * @throws PatternSyntaxException if it is not a regular expression, or one that takes too much
   *     memory
   */
  public Regex(String pattern) {
    if (RegexSize.depth(pattern) > DEEPEST) {
      throw new PatternSyntaxException(
          "nested more than " + DEEPEST + " levels deep", excerpt(pattern));
    }
    if (RegexSize.of(pattern) > LARGEST) {
      throw new PatternSyntaxException("its repetitions make it too large", excerpt(pattern));
    }
    this.pattern = Pattern.compile(pattern);
  }

  private static String excerpt(String pattern) {
    return pattern.length() <= EXCERPT ? pattern : pattern.substring(0, EXCERPT) + "...";
  }

  @Override
  public boolean matches(Text text) {
    return pattern.matches(text.toString());
  }
}
