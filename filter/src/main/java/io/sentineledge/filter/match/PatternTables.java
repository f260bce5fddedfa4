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

  private final boolean lowered;
  private final long[] always;
  private final @Nullable ExactTable equal;

  /** The folders that values are somewhere in, with the slash at their end. */
  private final @Nullable ExactTable equalIn;

  private final PatternTrie[] starts;
  private final PatternTrie[] ends;
  private final PatternAutomaton[] contains;
  private final @Nullable PathPrefixes below;
  private byte[] scratch = {};

  /** What is known of all texts with the same first part: see {@link TextClassifier.Start}. */
  static final class Start {
    private final long[] bits;
    private final int[] starts;
    private final int[] contains;
    private boolean equal;
    private boolean below;

    private Start(PatternTables tables) {
      bits = new long[tables.always.length];
      starts = new int[tables.starts.length];
      contains = new int[tables.contains.length];
    }

    boolean mayPass() {
      boolean may = equal || below;
      for (long word : bits) {
        may |= word != 0;
      }
      for (int node : starts) {
        may |= node != PatternTrie.NOWHERE;
      }
      return may;
    }
  }

  private PatternTables(List<Test> tests, boolean lowered) {
    this.lowered = lowered;
    always = new long[(tests.size() + 63) >> 6];
    Map<Text, List<Integer>> values = collect(tests, lowered, Kind.EQUAL);
    equal = values.isEmpty() ? null : new ExactTable(values, lowered);
    equalIn = values.isEmpty() ? null : new ExactTable(folders(values), lowered);
    starts =
        parts(collect(tests, lowered, Kind.STARTS)).stream()
            .map(part -> new PatternTrie(part, false, lowered))
            .toArray(PatternTrie[]::new);
    ends =
        parts(collect(tests, lowered, Kind.ENDS)).stream()
            .map(part -> new PatternTrie(part, true, lowered))
            .toArray(PatternTrie[]::new);
    contains =
        parts(collect(tests, lowered, Kind.CONTAINS)).stream()
            .map(part -> new PatternAutomaton(part, lowered))
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

  private static Map<Text, List<Integer>> folders(Map<Text, List<Integer>> values) {
    Map<Text, List<Integer>> folders = new LinkedHashMap<>();
    for (Text value : values.keySet()) {
      for (int at = value.indexOf((byte) '/', 0); at >= 0; at = value.indexOf((byte) '/', at + 1)) {
        folders.put(value.substring(0, at + 1), List.of());
      }
    }
    return folders;
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
      below(below, bytes, from, length, bits);
    }
  }

  /** Whether there may be deeper paths that a text which goes on is below. */
  private boolean below(PathPrefixes paths, byte[] bytes, int from, int length, long[] bits) {
    if (!lowered) {
      return paths.classify(bytes, from, length, bits);
    }
    if (scratch.length < length) {
      scratch = new byte[Math.max(4096, Integer.highestOneBit(length) << 1)];
    }
    for (int i = 0; i < length; i++) {
      scratch[i] = IgnoreCase.lower(bytes[from + i]);
    }
    return paths.classify(scratch, 0, length, bits);
  }

  Start start() {
    return new Start(this);
  }

  /**
   * Looks at the first part of texts.
   *
   * @param length of a folder with the slash at its end
   */
  void begin(Start start, byte[] bytes, int from, int length) {
    System.arraycopy(always, 0, start.bits, 0, always.length);
    start.equal = equalIn != null && equalIn.find(bytes, from, length) != null;
    for (int i = 0; i < starts.length; i++) {
      start.starts[i] = starts[i].walk(0, bytes, from, length, start.bits);
    }
    for (int i = 0; i < contains.length; i++) {
      start.contains[i] = contains[i].walk(0, bytes, from, length, start.bits);
    }
    start.below = below != null && below(below, bytes, from, length, start.bits);
  }

  /**
   * Classifies a text whose first part was looked at.
   *
   * @param first length of that part
   */
  void resume(Start start, byte[] bytes, int from, int length, int first, long[] bits) {
    for (int i = 0; i < start.bits.length; i++) {
      bits[i] |= start.bits[i];
    }
    if (start.equal && equal != null) {
      equal.classify(bytes, from, length, bits);
    }
    for (int i = 0; i < starts.length; i++) {
      if (start.starts[i] != PatternTrie.NOWHERE) {
        starts[i].walk(start.starts[i], bytes, from + first, length - first, bits);
      }
    }
    for (PatternTrie trie : ends) {
      trie.classify(bytes, from, length, bits);
    }
    for (int i = 0; i < contains.length; i++) {
      contains[i].walk(start.contains[i], bytes, from + first, length - first, bits);
    }
    if (start.below && below != null) {
      below(below, bytes, from, length, bits);
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
