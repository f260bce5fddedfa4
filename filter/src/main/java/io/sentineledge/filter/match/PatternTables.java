package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import io.sentineledge.filter.match.TextClassifier.Kind;
import io.sentineledge.filter.match.TextClassifier.Test;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a {@link TextClassifier}, for texts as they are or for lowered ones. */
final class PatternTables {
  static final PatternTables NONE = new PatternTables(List.of(), false);

  private final long[] always;
  private final @Nullable ExactTable equal;
  private final PatternTrie[] starts;
  private final PatternTrie[] ends;
  private final PatternAutomaton[] contains;
  private final @Nullable PathPrefixes below;

  private PatternTables(List<Test> tests, boolean lowered) {
    always = new long[(tests.size() + 63) >> 6];
    Map<Text, List<Integer>> values = collect(tests, lowered, Kind.EQUAL);
    equal = values.isEmpty() ? null : new ExactTable(values);
    starts =
        parts(collect(tests, lowered, Kind.STARTS)).stream()
            .map(part -> new PatternTrie(part, false))
            .toArray(PatternTrie[]::new);
    ends =
        parts(collect(tests, lowered, Kind.ENDS)).stream()
            .map(part -> new PatternTrie(part, true))
            .toArray(PatternTrie[]::new);
    contains =
        parts(collect(tests, lowered, Kind.CONTAINS)).stream()
            .map(PatternAutomaton::new)
            .toArray(PatternAutomaton[]::new);
    values = collect(tests, lowered, Kind.BELOW);
    below = values.isEmpty() ? null : new PathPrefixes(values);
  }

  static PatternTables of(List<Test> tests, boolean lowered) {
    boolean any = tests.stream().anyMatch(test -> test.lowered() == lowered);
    return any ? new PatternTables(tests, lowered) : NONE;
  }

  /** The bits of each value; of an empty value that every text passes, in {@link #always}. */
  private Map<Text, List<Integer>> collect(List<Test> tests, boolean lowered, Kind kind) {
    Map<Text, List<Integer>> bits = new LinkedHashMap<>();
    for (int bit = 0; bit < tests.size(); bit++) {
      Test test = tests.get(bit);
      if (test.kind() == kind && test.lowered() == lowered) {
        for (Text value : test.values()) {
          if (value.isEmpty() && kind != Kind.EQUAL && kind != Kind.BELOW) {
            always[bit >> 6] |= 1L << bit;
          } else {
            bits.computeIfAbsent(value, key -> new ArrayList<>()).add(bit);
          }
        }
      }
    }
    return bits;
  }

  /** Splits values so that each part fits one trie; mostly there is one part, or none. */
  private static List<Map<Text, List<Integer>>> parts(Map<Text, List<Integer>> values) {
    List<Map<Text, List<Integer>>> parts = new ArrayList<>();
    int bytes = PatternTrie.CAPACITY;
    for (Map.Entry<Text, List<Integer>> value : values.entrySet()) {
      bytes += value.getKey().length();
      if (bytes > PatternTrie.CAPACITY) {
        parts.add(new LinkedHashMap<>());
        bytes = value.getKey().length();
      }
      parts.get(parts.size() - 1).put(value.getKey(), value.getValue());
    }
    return parts;
  }

  void classify(byte[] bytes, int from, int length, long[] bits) {
    for (int i = 0; i < always.length; i++) {
      bits[i] |= always[i];
    }
    if (equal != null) {
      equal.classify(bytes, from, length, bits);
    }
    for (PatternTrie trie : starts) {
      trie.classify(bytes, from, length, bits);
    }
    for (PatternTrie trie : ends) {
      trie.classify(bytes, from, length, bits);
    }
    for (PatternAutomaton automaton : contains) {
      automaton.classify(bytes, from, length, bits);
    }
    if (below != null) {
      below.classify(bytes, from, length, bits);
    }
  }

  /** Sets bits by their numbers. */
  static void set(int[] numbers, long[] bits) {
    for (int number : numbers) {
      bits[number >> 6] |= 1L << number;
    }
  }

  static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
