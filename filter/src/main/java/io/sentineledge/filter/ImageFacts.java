package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.field.ImageText;
import io.sentineledge.filter.match.TextClassifier;
import io.sentineledge.state.ProcessImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which tests the texts of a program pass: found out once for each image and kept with it, since
 * most events come from programs that were seen before.
 */
final class ImageFacts {
  private static final int PROPERTIES = ImageText.values().length;

  private final TextClassifier[] classifiers = new TextClassifier[PROPERTIES];
  private final long[][] nothing = new long[PROPERTIES][];
  private int version;

  /** What is kept with an image, or with its arguments. */
  private static final class Kept {
    final ImageFacts owner;
    final int version;
    final @Nullable Text[] texts = new @Nullable Text[PROPERTIES];
    final long[] @Nullable [] bits = new long[PROPERTIES][];

    Kept(ImageFacts owner) {
      this.owner = owner;
      this.version = owner.version;
    }

    /** Texts of an image are replaced, never changed: the same object means the same bytes. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(int index, Text text) {
      return texts[index] == text;
    }
  }

  ImageFacts() {
    Arrays.setAll(classifiers, i -> new TextClassifier());
    Arrays.fill(nothing, new long[0]);
  }

  /** The bit of a test. */
  int add(ImageText property, TextClassifier.Test test) {
    version++;
    return classifiers[property.index()].add(test);
  }

  void prepare() {
    for (TextClassifier classifier : classifiers) {
      classifier.prepare();
    }
  }

  /** How many tests of a text there are. */
  int size(ImageText property) {
    return classifiers[property.index()].size();
  }

  /** Length of the bits of a text's tests. */
  int words(ImageText property) {
    return classifiers[property.index()].words();
  }

  /** The bits of the tests that a text of an image passes, for reading; null without a text. */
  long @Nullable [] bits(ProcessImage image, ImageText property) {
    Text text = property.of(image);
    if (text == null) {
      return null;
    }
    boolean argument = property == ImageText.ARGUMENTS || property == ImageText.COMMAND_LINE;
    Object found = argument ? image.argumentFacts() : image.facts;
    int index = property.index();
    Kept kept = found instanceof Kept k && k.owner == this && k.version == version ? k : null;
    long[] bits = kept == null ? null : kept.bits[index];
    if (kept != null && bits != null && (argument || kept.isOf(index, text))) {
      return bits;
    }
    if (kept == null || bits != null) {
      kept = new Kept(this);
      if (argument) {
        image.argumentFacts(kept);
      } else {
        image.facts = kept;
      }
    }
    bits = classify(index, text);
    kept.bits[index] = bits;
    kept.texts[index] = argument ? null : text;
    return bits;
  }

  private long[] classify(int index, Text text) {
    TextClassifier classifier = classifiers[index];
    int words = classifier.words();
    if (nothing[index].length != words) {
      nothing[index] = new long[words];
    }
    long[] bits = new long[words];
    classifier.classify(text, bits);
    return Arrays.equals(bits, nothing[index]) ? nothing[index] : bits;
  }
}
