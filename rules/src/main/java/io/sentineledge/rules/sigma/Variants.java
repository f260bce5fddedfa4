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
   * @param enough a number of variants that is too large, so that there may be dashes left
   */
  static List<Pattern> ofDashes(Pattern pattern, int enough) {
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
    for (int i = places.size() - 1; i >= 0 && all.size() < enough; i--) {
      int at = places.get(i);
      List<Pattern> next = new ArrayList<>();
      for (Pattern variant : all) {
        for (String dash : DASHES) {
          next.add(variant.replaced(at, at + 1, Pattern.literal(dash)));
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
