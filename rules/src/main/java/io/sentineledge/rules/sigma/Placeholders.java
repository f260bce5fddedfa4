package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts lists of the users' Falco files in the place of {@code %name%}. */
final class Placeholders {
  private final Function<String, @Nullable List<String>> lists;

  Placeholders(Function<String, @Nullable List<String>> lists) {
    this.lists = lists;
  }

  /** A pattern whose placeholders are replaced up to a place. */
  private record Partly(Pattern pattern, int from) {}

  /**
   * The pattern with each placeholder replaced by each of its values.
   *
   * @param most how many patterns at most
   * @return null if a placeholder has no values, which is reported
   */
  @Nullable List<Pattern> expand(Pattern pattern, int most, Location at, Findings findings) {
    List<Pattern> done = new ArrayList<>();
    Deque<Partly> open = new ArrayDeque<>(List.of(new Partly(pattern, 0)));
    boolean found = false;
    while (!open.isEmpty() && done.size() < most) {
      Partly next = open.pop();
      int start = start(next.pattern, next.from);
      if (start < 0) {
        done.add(next.pattern.mapped(Placeholders::unescaped));
        continue;
      }
      found = true;
      int end = next.pattern.indexOf('%', start + 1);
      String name = next.pattern.text(start + 1, end);
      List<String> values = lists.apply(name);
      if (values == null) {
        findings.error(
            at,
            "placeholder '%" + name + "%' has no values",
            "%" + name + "%",
            "Define a list of that name in a Falco file: '- list: " + name + "' with 'items:'.");
        return null;
      }
      for (int i = Math.min(values.size(), most) - 1; i >= 0; i--) {
        Pattern value = Pattern.parse(values.get(i));
        open.push(new Partly(next.pattern.replaced(start, end + 1, value), start + value.length()));
      }
    }
    if (!found) {
      findings.error(
          at,
          "modifier 'expand' needs a placeholder such as %Servers%",
          at.file().text().substring(at.start(), at.end()),
          "Remove the modifier, or write the name between percent signs.");
      return null;
    }
    return done;
  }

  /** Where the next placeholder begins; -1 if there is none. */
  private static int start(Pattern pattern, int from) {
    int at = pattern.indexOf('%', from);
    while (at >= 0) {
      int end = pattern.indexOf('%', at + 1);
      boolean escaped = at > from && pattern.at(at - 1) == '\\';
      if (!escaped && end > at + 1 && isName(pattern, at + 1, end)) {
        return at;
      }
      at = end;
    }
    return -1;
  }

  private static Pattern unescaped(byte[] bytes) {
    return Pattern.literal(new String(bytes, StandardCharsets.UTF_8).replace("\\%", "%"));
  }

  private static boolean isName(Pattern pattern, int from, int end) {
    for (int i = from; i < end; i++) {
      if (pattern.at(i) < 0
          || !(Character.isLetterOrDigit(pattern.at(i)) || pattern.at(i) == '_')) {
        return false;
      }
    }
    return true;
  }
}
