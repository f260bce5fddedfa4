package io.sentineledge.filter.match;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression becomes, before it is made: a counted repetition
 * repeats what stands before it, so that a few nested ones ask for more memory than there is.
 */
final class RegexSize {
  /** Large enough, and small enough to be multiplied. */
  private static final long LIMITLESS = 1L << 45;

  private final String pattern;
  private int at;

  /** Sizes of the groups that are open, each up to here. */
  private final Deque<Long> open = new ArrayDeque<>();

  private long total;
  private long last;
  private int deepest;

  private RegexSize(String pattern) {
    this.pattern = pattern;
  }

  /** About as many instructions as the program will have, and not many fewer. */
  static long of(String pattern) {
    RegexSize size = new RegexSize(pattern);
    size.scan();
    return size.total;
  }

  /** How many groups stand within each other. */
  static int depth(String pattern) {
    RegexSize size = new RegexSize(pattern);
    size.scan();
    return size.deepest;
  }

  private void scan() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> {
          open.push(total);
          deepest = Math.max(deepest, open.size());
          total = 0;
          last = 0;
        }
        case ')' -> {
          long inside = total + 2;
          total = open.isEmpty() ? 0 : open.pop();
          add(inside);
        }
        case '[' -> {
          skipClass();
          add(1);
        }
        case '\\' -> escape();
        case '{' -> repeat();
        default -> add(1);
      }
    }
    while (!open.isEmpty()) {
      total += open.pop();
    }
  }

  private void add(long size) {
    last = Math.min(size, LIMITLESS);
    total = Math.min(total + size, LIMITLESS);
  }

  private void escape() {
    if (pattern.startsWith("Q", at)) {
      int end = pattern.indexOf("\\E", at);
      int stop = end < 0 ? pattern.length() : end;
      add(Math.max(1, stop - at - 1));
      at = end < 0 ? stop : end + 2;
    } else {
      at = Math.min(at + 1, pattern.length());
      add(1);
    }
  }

  private void skipClass() {
    int begin = pattern.startsWith("^", at) ? at + 1 : at;
    at = begin;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == begin)) {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, pattern.length());
  }

  /** Multiplies what stands before; braces that count nothing are ordinary characters. */
  private void repeat() {
    int end = pattern.indexOf('}', at);
    String counts = end < 0 ? "" : pattern.substring(at, end);
    if (!counts.matches("\\d{1,4}(,\\d{0,4})?")) {
      add(1);
      return;
    }
    at = end + 1;
    long most = 1;
    for (String count : counts.split(",", 0)) {
      most = Math.max(most, Long.parseLong(count));
    }
    long before = last;
    total = Math.min(total + before * (most - 1), LIMITLESS);
    last = Math.min(before * most, LIMITLESS);
  }
}
