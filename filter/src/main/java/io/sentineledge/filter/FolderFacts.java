package io.sentineledge.filter;

import io.sentineledge.event.Folder;
import io.sentineledge.event.Text;
import io.sentineledge.filter.match.TextClassifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What tests of file names are known to find in a folder: kept with the folder, so that of each
 * file in it only the last component is looked at. For one operand's classifier.
 *
 * <p>Used by one thread.
 */
final class FolderFacts {
  private final TextClassifier classifier;
  private final Object owner;
  private final int number;
  private final Text text = new Text();

  /** What is kept with a folder for the classifiers of one owner, by their numbers. */
  private static final class Kept {
    final Object owner;
    @Nullable Fact[] facts = new @Nullable Fact[4];

    Kept(Object owner) {
      this.owner = owner;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Object other) {
      return owner == other;
    }
  }

  /** What one classifier found; made again when the folder becomes another one. */
  private static final class Fact {
    final TextClassifier.Start start;
    long[] itself = {};
    int use;
    int itselfUse;

    Fact(TextClassifier.Start start) {
      this.start = start;
    }
  }

  /**
   * Facts for a classifier.
   *
   * @param owner whoever numbers classifiers
   * @param number from 0, of this classifier and no other of the owner
   */
  FolderFacts(TextClassifier classifier, Object owner, int number) {
    this.classifier = classifier;
    this.owner = owner;
    this.number = number;
  }

  TextClassifier classifier() {
    return classifier;
  }

  /**
   * Sets the bits of the tests that a name passes.
   *
   * @param folder what the name begins with; the rest is one component. Null if that is not known
   */
  void classify(@Nullable Folder folder, Text name, long[] bits) {
    if (folder == null) {
      classifier.classify(name, bits);
      return;
    }
    Fact fact = fact(folder);
    if (fact.use != folder.use()) {
      fact.use = folder.use();
      fact.start.begin(folder.array(), folder.offset(), folder.length());
    }
    fact.start.classify(name, bits);
  }

  /** Sets the bits of the tests that the path of the folder itself passes. */
  void classify(Folder folder, long[] bits) {
    Fact fact = fact(folder);
    if (fact.itselfUse != folder.use()) {
      fact.itselfUse = folder.use();
      fact.itself = fact.itself.length == bits.length ? fact.itself : new long[bits.length];
      Arrays.fill(fact.itself, 0);
      folder.name(text);
      classifier.classify(text, fact.itself);
    }
    for (int i = 0; i < bits.length; i++) {
      bits[i] |= fact.itself[i];
    }
  }

  private Fact fact(Folder folder) {
    Kept kept = folder.facts instanceof Kept k && k.isOf(owner) ? k : null;
    if (kept == null) {
      kept = new Kept(owner);
      folder.facts = kept;
    }
    if (kept.facts.length <= number) {
      kept.facts = Arrays.copyOf(kept.facts, number + 4);
    }
    Fact fact = kept.facts[number];
    if (fact == null || !fact.start.isCurrent()) {
      fact = new Fact(classifier.start());
      kept.facts[number] = fact;
    }
    return fact;
  }
}
