package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import io.sentineledge.filter.field.AncestorTexts;
import io.sentineledge.filter.field.ImageText;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.Source;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.match.IgnoreCase;
import io.sentineledge.filter.match.TextClassifier;
import io.sentineledge.filter.match.TextClassifier.Kind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tests of texts that can be made together with others of their operand, and gives each
 * its bit. One for events of one type; the tables behind it are common to all types.
 */
final class Bits {
  private final Tables tables;
  private final Map<FolderFacts, BitSource> texts = new HashMap<>();
  private final Map<FolderFacts, BitSource.OfNames> names = new HashMap<>();
  private final Map<Key, FolderFacts> classifiers = new HashMap<>();
  private final Map<ImageText, BitSource> lineages = new EnumMap<>(ImageText.class);

  /** What events of all types have in common. */
  static final class Tables {
    private final ImageFacts facts = new ImageFacts();
    private final Map<Key, FolderFacts> classifiers = new HashMap<>();

    private FolderFacts of(Value value, boolean parts) {
      FolderFacts known = classifiers.get(new Key(value, parts));
      if (known == null) {
        known = new FolderFacts(new TextClassifier(), this, classifiers.size());
        classifiers.put(new Key(value, parts), known);
      }
      return known;
    }

    /** Makes all tables, which is otherwise done when they are first used. */
    void prepare() {
      facts.prepare();
      classifiers.values().forEach(facts -> facts.classifier().prepare());
    }
  }

  /**
   * Tests for parts are apart from the others: they go through all of a text, and are often needed
   * only once others were passed.
   *
   * @param operand a value, or the source of a value
   */
  private record Key(Object operand, boolean parts) {}

  /** A test's place: in which bits, and which one. */
  record Place(BitSource source, int bit) {}

  Bits(Tables tables) {
    this.tables = tables;
  }

  /**
   * The test as one of many; null for one that must be made alone.
   *
   * @param lowered whether capitals count as small letters in the operand
   */
  static TextClassifier.@Nullable Test together(Test.Texts test, boolean lowered) {
    boolean any =
        test.quantifier() == null
            || test.quantifier() == Quantifier.ANYOF
            || test.values().size() == 1;
    Kind kind =
        switch (test.operator()) {
          case EQUAL, IN, INTERSECTS -> Kind.EQUAL;
          case STARTSWITH, BSTARTSWITH -> Kind.STARTS;
          case ENDSWITH -> Kind.ENDS;
          case CONTAINS, ICONTAINS, BCONTAINS -> Kind.CONTAINS;
          case PMATCH -> Kind.BELOW;
          default -> null;
        };
    if (kind == null || !any) {
      return null;
    }
    for (Text value : test.values()) {
      if (value.length() > TextClassifier.LONGEST) {
        return null;
      }
    }
    if (test.operator() == Operator.ICONTAINS) {
      return new TextClassifier.Test(
          kind, true, test.values().stream().map(IgnoreCase::lower).toList());
    }
    return new TextClassifier.Test(kind, lowered, test.values());
  }

  /** The place of a test of one text or of the ancestors' texts; null for other operands. */
  @Nullable Place ofText(Source source, Value value, TextClassifier.Test test) {
    if (source instanceof ImageText property) {
      BitSource lineage =
          lineages.computeIfAbsent(
              property, key -> new BitSource.OfLineage(tables.facts, property));
      return new Place(lineage, tables.facts.add(property, test));
    }
    if (source instanceof TextSource.OfImage(int steps, AncestorTexts texts)
        && texts instanceof ImageText property) {
      BitSource image = new BitSource.OfImage(tables.facts, steps, property);
      return new Place(image, tables.facts.add(property, test));
    }
    if (source instanceof TextSource text) {
      FolderFacts facts = facts(source, value, test);
      BitSource bits = texts.computeIfAbsent(facts, key -> new BitSource.OfText(facts, text));
      return new Place(bits, facts.classifier().add(test));
    }
    return null;
  }

  /**
   * The place of a test of a file's names.
   *
   * @param every whether all names must pass it
   * @param looksForFile whether a path in it counts for all names of the file with its inode
   */
  Place ofNames(
      NamesSource source,
      Value value,
      TextClassifier.Test test,
      boolean every,
      boolean looksForFile) {
    FolderFacts facts = facts(source, value, test);
    BitSource.OfNames all =
        names.computeIfAbsent(facts, key -> new BitSource.OfNames(facts, source));
    int bit = facts.classifier().add(test);
    if (looksForFile) {
      all.looksForFile(bit);
    }
    BitSource bits = every ? new BitSource.OfEveryName(all) : new BitSource.OfOneName(all);
    return new Place(bits, bit);
  }

  /** One source has one classifier, also where several names of fields lead to it. */
  private FolderFacts facts(Source source, Value value, TextClassifier.Test test) {
    boolean parts = test.kind() == Kind.CONTAINS;
    return classifiers.computeIfAbsent(new Key(source, parts), key -> tables.of(value, parts));
  }
}
