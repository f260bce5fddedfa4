package io.sentineledge.filter.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.Text;
import io.sentineledge.filter.match.TextClassifier.Kind;
import io.sentineledge.filter.match.TextClassifier.Test;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** All tests at once against each test by itself, on random values over a small alphabet. */
class TextClassifierTest {
  private static final long SEED = 20261122;
  private static final String LETTERS = "/abA/*";

  private final Random random = new Random(SEED);

  private String word(int longest) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(longest + 1); i > 0; i--) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  private Test test() {
    List<Text> values = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      values.add(Text.of(word(4)));
    }
    Kind[] kinds = Kind.values();
    return new Test(kinds[random.nextInt(kinds.length)], random.nextBoolean(), values);
  }

  /** What the test is defined to mean. */
  private static boolean passes(Test test, String whole) {
    String text = test.lowered() ? whole.toLowerCase(Locale.ROOT) : whole;
    for (Text each : test.values()) {
      String value = each.toString();
      boolean passes =
          switch (test.kind()) {
            case EQUAL -> text.equals(value);
            case STARTS -> text.startsWith(value);
            case ENDS -> text.endsWith(value);
            case CONTAINS -> text.contains(value);
            case BELOW -> new PathPrefixes(List.of(each)).matches(Text.of(text));
          };
      if (passes) {
        return true;
      }
    }
    return false;
  }

  @org.junit.jupiter.api.Test
  void findsWhatEachTestFindsByItself() {
    int passed = 0;
    for (int round = 0; round < 400; round++) {
      TextClassifier classifier = new TextClassifier();
      List<Test> tests = new ArrayList<>();
      for (int i = random.nextInt(150); i >= 0; i--) {
        Test test = test();
        if (!tests.contains(test)) {
          tests.add(test);
        }
        assertEquals(tests.indexOf(test), classifier.add(test));
      }
      for (int i = 0; i < 20; i++) {
        String text = word(12);
        long[] bits = new long[classifier.words()];
        byte[] padded = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        Text inside = new Text();
        inside.set(padded, 1, padded.length - 2);
        classifier.classify(inside, bits);
        int folder = text.lastIndexOf('/') + 1;
        if (folder > 0 && folder < text.length()) {
          long[] fromFolder = new long[classifier.words()];
          TextClassifier.Start start = classifier.start();
          start.begin("/another/".getBytes(StandardCharsets.UTF_8), 0, 9);
          start.begin(text.getBytes(StandardCharsets.UTF_8), 0, folder);
          start.classify(inside, fromFolder);
          assertArrayEquals(bits, fromFolder, "seed=" + SEED + " tests=" + tests + " text=" + text);
        }
        for (int bit = 0; bit < tests.size(); bit++) {
          boolean found = (bits[bit >> 6] & 1L << bit) != 0;
          passed += found ? 1 : 0;
          int number = bit;
          assertEquals(
              passes(tests.get(bit), text),
              found,
              () -> "seed=" + SEED + " test=" + tests.get(number) + " text=" + text);
        }
      }
    }
    assertTrue(passed > 10_000, "passed=" + passed);
  }

  @org.junit.jupiter.api.Test
  void testsMayBeAddedAfterATextWasClassified() {
    TextClassifier classifier = new TextClassifier();
    int first = classifier.add(new Test(Kind.EQUAL, false, List.of(Text.of("a"))));
    long[] bits = new long[classifier.words()];
    classifier.classify(Text.of("a"), bits);
    assertEquals(1L << first, bits[0]);
    int second = classifier.add(new Test(Kind.STARTS, false, List.of(Text.of("a"))));
    bits[0] = 0;
    classifier.classify(Text.of("a"), bits);
    assertEquals(1L << first | 1L << second, bits[0]);
  }

  @org.junit.jupiter.api.Test
  void manyValuesTakeSeveralTables() {
    TextClassifier classifier = new TextClassifier();
    List<Test> tests = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Text value = Text.of("/some/quite/long/prefix/" + i * 7919 % 3001 + "/end");
      tests.add(new Test(i % 2 == 0 ? Kind.CONTAINS : Kind.STARTS, false, List.of(value)));
      classifier.add(tests.get(i));
    }
    for (int i = 0; i < 3000; i += 17) {
      long[] bits = new long[classifier.words()];
      classifier.classify(tests.get(i).values().get(0), bits);
      assertTrue((bits[i >> 6] & 1L << i) != 0, "test=" + i);
      assertEquals(1, Arrays.stream(bits).map(Long::bitCount).sum(), "test=" + i);
    }
  }
}
