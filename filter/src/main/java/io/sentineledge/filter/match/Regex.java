package io.sentineledge.filter.match;

import com.google.re2j.Pattern;
import io.sentineledge.event.Text;

/**
 * An RE2 regular expression over the whole of a text, in time linear in its length. Bytes that are
 * no UTF-8 count as the escapes that {@link Text#toString} gives.
 *
 * <p>The one matcher that allocates; a rule that uses it should test something cheaper first.
 */
public final class Regex implements TextMatcher {
  private final Pattern pattern;

  /**
   * Compiles a pattern.
   *
   * @throws com.google.re2j.PatternSyntaxException if it is not a regular expression
   */
  public Regex(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  @Override
  public boolean matches(Text text) {
    return pattern.matches(text.toString());
  }
}
