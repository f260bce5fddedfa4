package io.sentineledge.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that were probably meant. */
public final class Names {
  private static final int MOST = 3;

  private Names() {}

  /**
   * The names within a small number of edits, nearest first, at most three; then those that share
   * the last part after a dot. Upper and lower case are alike.
   */
  public static List<String> nearest(String name, Collection<String> known) {
    record Candidate(String name, int distance) {}

    String wanted = name.toLowerCase(Locale.ROOT);
    String last = wanted.substring(wanted.lastIndexOf('.') + 1);
    int limit = Math.max(2, wanted.length() / 4);
    List<Candidate> candidates = new ArrayList<>();
    for (String candidate : known) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), limit);
      if (distance <= limit) {
        candidates.add(new Candidate(candidate, distance));
      } else if (wanted.indexOf('.') >= 0 && candidate.endsWith("." + last)) {
        candidates.add(new Candidate(candidate, limit + 1));
      }
    }
    candidates.sort(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name));
    return candidates.stream().limit(MOST).map(Candidate::name).toList();
  }

  /** Insertions, deletions and replacements between two names; more than the limit: limit + 1. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
