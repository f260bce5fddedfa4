package io.sentineledge.output;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.sentineledge.detect.Alert;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of alerts: of what a pattern matches, its first group, or all of it where it
 * has none, becomes {@code ***}. Linear in the length of a text, whatever the pattern. Immutable.
 */
public final class Redaction {
  private static final String MASK = "***";
  private static final String KEY =
      "pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?";

  private static final List<String> KEY_HINTS =
      List.of("pass", "secret", "token", "key", "credential");

  /** What is looked for in any case. */
  private static final List<Secret> BUILT_IN =
      List.of(
          new Secret("(?i)(?:^|\\s)--?[a-z0-9_-]*(?:" + KEY + ")(?:=|\\s+)([^\\s'\"]+)", KEY_HINTS),
          new Secret("(?i)\\b[a-z0-9_]*(?:" + KEY + ")=([^\\s'\"&]+)", KEY_HINTS),
          new Secret(
              "(?i)\\bauthorization:\\s*(?:bearer|basic|token)\\s+([^\\s'\"]+)",
              List.of("authorization")),
          new Secret("[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s:/@]*:([^\\s@/]+)@", List.of("://")),
          new Secret("\\b(AKIA[0-9A-Z]{16})\\b", List.of("akia")),
          new Secret(
              "\\b(gh[pousr]_[A-Za-z0-9]{30,})\\b",
              List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")));

  /** In configurations and logs a name and its value are further apart. */
  private static final String NAMED = "(?i)(?:" + KEY + "|authorization|cookie)[\"']?\\s*[:=,]\\s*";

  private static final List<String> OF_TEXTS =
      List.of(NAMED + "\"([^\"]+)\"", NAMED + "'([^']+)'", NAMED + "([^\\s\"',;&]+)");

  /** What is shorter would be found in everything. */
  private static final int SHORTEST_SECRET = 6;

  private final List<Secret> secrets;

  /**
   * How a secret looks.
   *
   * @param hints a text has none without one of these, in lower case; empty: nothing is known
   */
  private record Secret(Pattern pattern, List<String> hints) {
    Secret(String pattern, List<String> hints) {
      this(Pattern.compile(pattern), hints);
    }

    boolean isPossibleIn(String lower) {
      boolean possible = hints.isEmpty();
      for (String hint : hints) {
        possible |= lower.contains(hint);
      }
      return possible;
    }
  }

  /**
   * @param more patterns beside those that are built in
   * @throws com.google.re2j.PatternSyntaxException if one is none
   */
  public Redaction(List<String> more) {
    Stream<Secret> others = more.stream().map(pattern -> new Secret(pattern, List.of()));
    secrets = Stream.concat(BUILT_IN.stream(), others).toList();
  }

  /**
   * For texts that leave the machine: rather too much is masked in them than too little.
   *
   * @param more patterns beside those that are built in
   * @param secrets that are masked wherever they are, and so are their longer words
   * @throws com.google.re2j.PatternSyntaxException if one of the patterns is none
   */
  public static Redaction ofTexts(List<String> more, List<String> secrets) {
    String known =
        secrets.stream()
            .flatMap(secret -> Stream.concat(Stream.of(secret), Stream.of(secret.split("\\s+"))))
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    Stream<String> texts = Stream.concat(OF_TEXTS.stream(), more.stream());
    return new Redaction(
        (known.isEmpty() ? texts : Stream.concat(Stream.of(known), texts)).toList());
  }

  /** The alert without secrets; the same if it has none. */
  public Alert of(Alert alert) {
    String output = text(alert.output());
    Map<String, @Nullable Object> fields = fields(alert.fields());
    boolean changed = !output.equals(alert.output()) || !fields.equals(alert.fields());
    return changed
        ? new Alert(
            alert.time(),
            alert.rule(),
            alert.namespace(),
            alert.priority(),
            alert.source(),
            alert.tags(),
            alert.hostname(),
            output,
            new LinkedHashMap<>(fields),
            alert.event(),
            alert.origin())
        : alert;
  }

  /** Values without secrets, by the same names in the same order. */
  public Map<String, @Nullable Object> fields(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> clean = new LinkedHashMap<>();
    fields.forEach((name, value) -> clean.put(name, value(value)));
    return clean;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case List<?> list -> list.stream().map(this::value).toList();
      case null, default -> value;
    };
  }

  /**
   * A text without secrets. Nearly all have none, and most of those have nothing that could be part
   * of one: to see that takes a small part of the time that the patterns take.
   */
  public String text(String text) {
    boolean ascii = isAscii(text);
    String lower = ascii ? text.toLowerCase(Locale.ROOT) : "";
    String clean = text;
    for (Secret secret : secrets) {
      if (!ascii || secret.isPossibleIn(lower)) {
        clean = masked(secret.pattern(), clean);
      }
    }
    return clean;
  }

  /** What is not ASCII may be another case of a letter that is. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String masked(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder clean = null;
    int from = 0;
    while (matcher.find()) {
      int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
      clean = clean == null ? new StringBuilder() : clean;
      clean.append(text, from, matcher.start(group)).append(MASK);
      from = matcher.end(group);
    }
    return clean == null ? text : clean.append(text, from, text.length()).toString();
  }
}
