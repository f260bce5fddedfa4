package io.sentineledge.rules.sigma;

import java.util.ArrayList;
import java.util.List;

/** All the ways to write the dashes of a command line. */
final class Variants {
  private static final List<String> DASHES = List.of("-", "/", "\u2013", "\u2014", "\u2015");

  private Variants() {}

  /**
   * The pattern with each dash or slash that begins a word written in every way.
   *
   * @param most how many at most
   */
  static List<Pattern> ofDashes(Pattern pattern, int most) {
    List<Integer> places = new ArrayList<>();
    int length = pattern.length();
    for (int i = 0; i < length; i++) {
      boolean dash = pattern.at(i) == '-' || pattern.at(i) == '/';
      boolean inWord = i > 0 && isWord(pattern.at(i - 1));
      boolean beforeWord = i + 1 < length && isWord(pattern.at(i + 1));
      if (dash && !inWord && beforeWord) {
        places.add(i);
      }
    }
    List<Pattern> all = List.of(pattern);
    for (int i = places.size() - 1; i >= 0; i--) {
      List<Pattern> next = new ArrayList<>();
      for (Pattern variant : all) {
        for (String dash : DASHES) {
          if (next.size() < most) {
            int at = places.get(i);
            next.add(variant.replaced(at, at + 1, Pattern.literal(dash)));
          }
        }
      }
      all = next;
    }
    return all;
  }

  private static boolean isWord(int symbol) {
    return symbol >= 0x80
        || symbol == '_'
        || (symbol >= '0' && symbol <= '9')
        || (symbol >= 'A' && symbol <= 'Z')
        || (symbol >= 'a' && symbol <= 'z');
  }
}
