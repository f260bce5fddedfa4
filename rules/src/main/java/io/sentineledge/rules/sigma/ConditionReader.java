package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;
import io.sentineledge.rules.MappedText;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the condition of a rule by recursive descent, with limits to depth and length.
 *
 * <pre>
 * condition = and { "or" and } ;
 * and       = not { "and" not } ;
 * not       = { "not" } primary ;
 * primary   = "(" condition ")" | ( "1" | "any" | "all" ) "of" ( "them" | pattern ) | name ;
 * </pre>
 */
final class ConditionReader {
  /** The deepest nesting of parentheses and negations. */
  static final int MAX_DEPTH = 100;

  /** The most words of a condition. */
  static final int MAX_TOKENS = 10_000;

  private static final Pattern TOKEN = Pattern.compile("\\s*(?:([()|])|([^\\s()|]+))");
  private static final Pattern NAME = Pattern.compile("[\\w.*-]+");

  private final Scalar source;
  private final MappedText places;
  private final Findings findings;
  private final List<Token> tokens = new ArrayList<>();
  private int next;
  private int depth;

  private record Token(String text, int offset) {
    boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }
  }

  /** What is wrong, already reported. */
  private static final class Malformed extends Exception {
    Malformed() {
      super("malformed condition", null, false, false);
    }
  }

  private ConditionReader(Scalar source, Findings findings) {
    this.source = source;
    this.places = MappedText.of(source);
    this.findings = findings;
  }

  /** The condition; null if it is wrong or asks for what does not exist, which is reported. */
  static @Nullable Condition read(Scalar source, Findings findings) {
    ConditionReader reader = new ConditionReader(source, findings);
    try {
      reader.split();
      Condition condition = reader.any();
      Token rest = reader.peek();
      if (rest != null) {
        throw reader.wrong(
            rest,
            rest.is(")") ? "')' has no '('" : "'and' or 'or' is missing before '" + rest.text + "'",
            null);
      }
      return condition;
    } catch (Malformed e) {
      return null;
    }
  }

  private void split() throws Malformed {
    Matcher matcher = TOKEN.matcher(source.value());
    while (matcher.lookingAt()) {
      int group = matcher.group(1) != null ? 1 : 2;
      Token token = new Token(matcher.group(group), matcher.start(group));
      if (token.is("|")) {
        findings.unsupported(at(token), "aggregations in conditions are replaced by correlations");
        throw new Malformed();
      }
      if (tokens.size() == MAX_TOKENS) {
        throw wrong(token, "a condition has more than " + MAX_TOKENS + " words", null);
      }
      tokens.add(token);
      matcher.region(matcher.end(), source.value().length());
    }
  }

  private Location at(Token token) {
    return places.location(token.offset, token.text.length());
  }

  private Malformed wrong(@Nullable Token token, String message, @Nullable String suggestion) {
    Location at =
        token == null ? places.location(Math.max(0, source.value().length() - 1), 1) : at(token);
    findings.error(at, message, token == null ? null : token.text, suggestion);
    return new Malformed();
  }

  private @Nullable Token peek() {
    return next < tokens.size() ? tokens.get(next) : null;
  }

  private boolean take(String word) {
    Token token = peek();
    if (token == null || !token.is(word)) {
      return false;
    }
    next++;
    return true;
  }

  private Condition any() throws Malformed {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(all());
    } while (take("or"));
    return parts.size() == 1
        ? parts.getFirst()
        : new Condition.Any(parts, parts.getFirst().location());
  }

  private Condition all() throws Malformed {
    List<Condition> parts = new ArrayList<>();
    do {
      parts.add(not());
    } while (take("and"));
    return parts.size() == 1
        ? parts.getFirst()
        : new Condition.All(parts, parts.getFirst().location());
  }

  private Condition not() throws Malformed {
    Token token = peek();
    if (token == null) {
      throw wrong(null, "the condition ends where a selection is expected", null);
    }
    if (++depth > MAX_DEPTH) {
      throw wrong(token, "the condition is nested more than " + MAX_DEPTH + " levels deep", null);
    }
    Condition part = take("not") ? new Condition.Not(not(), at(token)) : primary(token);
    depth--;
    return part;
  }

  private Condition primary(Token token) throws Malformed {
    next++;
    if (token.is("(")) {
      Condition inner = any();
      if (!take(")")) {
        throw wrong(peek() == null ? token : peek(), "'(' has no ')'", null);
      }
      return inner;
    }
    Token of = peek();
    if (of != null && of.is("of")) {
      next++;
      return several(token);
    }
    boolean word = token.is("and") || token.is("or") || token.is(")") || token.is("of");
    if (word || !NAME.matcher(token.text).matches()) {
      throw wrong(token, "a selection is expected, not '" + token.text + "'", null);
    }
    return new Condition.Selection(token.text, at(token));
  }

  private Condition several(Token quantifier) throws Malformed {
    boolean all = quantifier.is("all");
    if (!all && !quantifier.is("1") && !quantifier.is("any")) {
      throw wrong(
          quantifier,
          "'" + quantifier.text + " of' is not known",
          "Write '1 of', 'any of' or 'all of'.");
    }
    Token pattern = peek();
    if (pattern == null || !NAME.matcher(pattern.text).matches()) {
      throw wrong(
          pattern == null ? quantifier : pattern,
          "'of' needs 'them' or the names of selections",
          "Write 'them', or a name with '*'.");
    }
    next++;
    return new Condition.Several(all, pattern.is("them") ? "them" : pattern.text, at(pattern));
  }
}
