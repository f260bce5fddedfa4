package io.sentineledge.filter.match;

import io.sentineledge.event.Text;

/** A test of a text. Immutable apart from scratch memory: used by one thread at a time. */
public interface TextMatcher {
  boolean matches(Text text);

  static TextMatcher equalTo(Text value) {
    return value::equals;
  }

  static TextMatcher startsWith(Text prefix) {
    return text -> text.startsWith(prefix);
  }

  static TextMatcher endsWith(Text suffix) {
    return text -> text.endsWith(suffix);
  }

  static TextMatcher contains(Text part) {
    return part.isEmpty() ? text -> true : text -> text.contains(part);
  }

  /** True if at least one matcher matches. */
  static TextMatcher any(TextMatcher[] matchers) {
    return text -> {
      for (TextMatcher matcher : matchers) {
        if (matcher.matches(text)) {
          return true;
        }
      }
      return false;
    };
  }

  /** True if every matcher matches. */
  static TextMatcher all(TextMatcher[] matchers) {
    return text -> {
      for (TextMatcher matcher : matchers) {
        if (!matcher.matches(text)) {
          return false;
        }
      }
      return true;
    };
  }

  /** True if exactly one matcher matches. */
  static TextMatcher one(TextMatcher[] matchers) {
    return text -> {
      int found = 0;
      for (TextMatcher matcher : matchers) {
        if (matcher.matches(text) && ++found > 1) {
          return false;
        }
      }
      return found == 1;
    };
  }

  static TextMatcher not(TextMatcher matcher) {
    return text -> !matcher.matches(text);
  }
}
