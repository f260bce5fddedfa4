package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A shell pattern over the whole of a text: {@code *} any bytes, slashes too; {@code ?} one byte;
 * {@code [a-z]} and {@code [!a-z]} one byte of a set, with {@code [:alpha:]} and the like; a
 * backslash takes the meaning from the next character. A bracket that is never closed stands for
 * itself.
 *
 * <p>Matching takes at most the product of both lengths, and no memory.
 */
public final class Glob implements TextMatcher {
  private static final int ANY = -1;

  /** A byte to be equal to, {@link #ANY} for {@code *}, or 256 and more: index of a set. */
  private final int[] steps;

  private final boolean[][] sets;
  private final boolean ignoreCase;

  private Glob(int[] steps, boolean[][] sets, boolean ignoreCase) {
    this.steps = steps;
    this.sets = sets;
    this.ignoreCase = ignoreCase;
  }

  /** Compiles a pattern; every text is one. */
  public static Glob compile(Text pattern, boolean ignoreCase) {
    List<Integer> steps = new ArrayList<>();
    List<boolean[]> sets = new ArrayList<>();
    int i = 0;
    while (i < pattern.length()) {
      int c = pattern.at(i++) & 0xff;
      if (c == '*') {
        if (steps.isEmpty() || steps.get(steps.size() - 1) != ANY) {
          steps.add(ANY);
        }
        continue;
      }
      boolean[] set = null;
      if (c == '?') {
        set = new boolean[256];
        Arrays.fill(set, true);
      } else if (c == '[') {
        GlobSet bracket = GlobSet.parse(pattern, i);
        if (bracket != null) {
          set = bracket.members();
          i = bracket.end();
        }
      } else if (c == '\\' && i < pattern.length()) {
        c = pattern.at(i++) & 0xff;
      }
      if (set != null) {
        steps.add(256 + sets.size());
        sets.add(set);
      } else {
        steps.add(ignoreCase ? IgnoreCase.lower((byte) c) & 0xff : c);
      }
    }
    return new Glob(
        steps.stream().mapToInt(Integer::intValue).toArray(),
        sets.toArray(new boolean[0][]),
        ignoreCase);
  }

  /** What every text that matches begins with, in small letters where case is ignored. */
  public Text prefix() {
    int end = 0;
    while (end < steps.length && isByte(steps[end])) {
      end++;
    }
    return literal(0, end);
  }

  /** What every text that matches ends with, in small letters where case is ignored. */
  public Text suffix() {
    int start = steps.length;
    while (start > 0 && isByte(steps[start - 1])) {
      start--;
    }
    return literal(start, steps.length);
  }

  /** The longest that every text that matches contains, in small letters where case is ignored. */
  public Text longest() {
    int bestStart = 0;
    int bestEnd = 0;
    int start = 0;
    for (int i = 0; i <= steps.length; i++) {
      if (i == steps.length || !isByte(steps[i])) {
        if (i - start > bestEnd - bestStart) {
          bestStart = start;
          bestEnd = i;
        }
        start = i + 1;
      }
    }
    return literal(bestStart, bestEnd);
  }

  private static boolean isByte(int step) {
    return step != ANY && step < 256;
  }

  private Text literal(int from, int to) {
    byte[] bytes = new byte[to - from];
    for (int i = from; i < to; i++) {
      bytes[i - from] = (byte) steps[i];
    }
    return Text.of(bytes);
  }

  @Override
  public boolean matches(Text text) {
    return matches(text.array(), text.offset(), text.offset() + text.length());
  }

  /** Whether the pattern matches the bytes of a range. */
  boolean matches(byte[] bytes, int from, int end) {
    int at = from;
    int step = 0;
    int star = -1;
    int resume = from;
    while (at < end) {
      if (step < steps.length && steps[step] == ANY) {
        star = step++;
        resume = at;
      } else if (step < steps.length && accepts(steps[step], bytes[at])) {
        step++;
        at++;
      } else if (star >= 0) {
        step = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    return step == steps.length || (step == steps.length - 1 && steps[step] == ANY);
  }

  private boolean accepts(int step, byte b) {
    if (step < 256) {
      return (ignoreCase ? IgnoreCase.lower(b) & 0xff : b & 0xff) == step;
    }
    boolean[] set = sets[step - 256];
    return set[b & 0xff]
        || (ignoreCase && (set[IgnoreCase.lower(b) & 0xff] || set[IgnoreCase.upper(b) & 0xff]));
  }
}
