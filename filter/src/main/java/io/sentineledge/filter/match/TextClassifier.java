package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which of many tests a text passes: one look-up for all tests for equality, one walk for all
 * prefixes, one for all suffixes, one for all parts. Its time grows with the text and not with the
 * number of tests.
 *
 * <p>Each test has a bit. Tests may be added until the first text is classified, and after that,
 * too; the tables are then made anew. Used by one thread at a time.
 */
public final class TextClassifier {
  /** The longest value that a test may have, bytes. */
  public static final int LONGEST = 1 << 14;

  /** What is asked of a text. */
  public enum Kind {
    EQUAL,
    STARTS,
    ENDS,
    CONTAINS,
    /** Is a path or lies below it: see {@link PathPrefixes}. */
    BELOW
  }

  /**
   * A test: passed by a text that is, starts with, ends with or contains one of the values.
   *
   * @param lowered whether capitals of the text count as small letters; values are taken as they
   *     are
   */
  public record Test(Kind kind, boolean lowered, List<Text> values) {
    /** The list is copied. */
    public Test {
      values = List.copyOf(values);
    }
  }

  private final Map<Test, Integer> numbers = new HashMap<>();
  private final List<Test> tests = new ArrayList<>();
  private PatternTables exact = PatternTables.NONE;
  private PatternTables lowered = PatternTables.NONE;
  private boolean changed;

  /** The bit of a test; equal tests have the same. */
  public int add(Test test) {
    return numbers.computeIfAbsent(
        test,
        key -> {
          changed = true;
          tests.add(key);
          return tests.size() - 1;
        });
  }

  /** The test of a bit. */
  public Test test(int bit) {
    return tests.get(bit);
  }

  /** How many tests there are: what was found with fewer is out of date. */
  public int size() {
    return tests.size();
  }

  /** Length of an array that holds a bit for each test; it grows with the tests. */
  public int words() {
    return (tests.size() + 63) >> 6;
  }

  /** Makes the tables if there are new tests; {@link #classify} does it when it must. */
  public void prepare() {
    if (changed) {
      exact = PatternTables.of(tests, false);
      lowered = PatternTables.of(tests, true);
      changed = false;
    }
  }

  /**
   * Sets the bits of the tests that a text passes, and leaves the others as they are.
   *
   * @param bits at least {@link #words} long
   */
  public void classify(Text text, long[] bits) {
    if (changed) {
      prepare();
    }
    byte[] bytes = text.array();
    exact.classify(bytes, text.offset(), text.length(), bits);
    if (lowered != PatternTables.NONE) {
      lowered.classify(bytes, text.offset(), text.length(), bits);
    }
  }

  /**
   * What is known of all texts that begin with one folder, so that only the rest of each needs to
   * be looked at.
   */
  public final class Start {
    private final int made = tests.size();
    private final PatternTables.Start ofExact = exact.start();
    private final PatternTables.Start ofLowered = lowered.start();
    private int length;

    /** Whether there are still the same tests. */
    public boolean isCurrent() {
      return made == tests.size();
    }

    /**
     * Looks at a folder.
     *
     * @param length of the folder in the array, with the slash at its end
     */
    public void begin(byte[] folder, int from, int length) {
      this.length = length;
      exact.begin(ofExact, folder, from, length);
      lowered.begin(ofLowered, folder, from, length);
    }

    /**
     * Whether the folder decides that a test is passed, or a test that compares the beginning of a
     * text could be by one in it. Says nothing of ends and parts beyond the folder.
     */
    public boolean mayPass() {
      return ofExact.mayPass() || ofLowered.mayPass();
    }

    /**
     * Sets the bits of the tests that a text passes.
     *
     * @param text the folder and one component
     */
    public void classify(Text text, long[] bits) {
      exact.resume(ofExact, text.array(), text.offset(), text.length(), length, bits);
      if (lowered != PatternTables.NONE) {
        lowered.resume(ofLowered, text.array(), text.offset(), text.length(), length, bits);
      }
    }
  }

  /** For one folder after the other. */
  public Start start() {
    prepare();
    return new Start();
  }
}
