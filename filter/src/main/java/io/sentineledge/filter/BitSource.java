package io.sentineledge.filter;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Folder;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.FilePart;
import io.sentineledge.filter.field.FolderPart;
import io.sentineledge.filter.field.ImageText;
import io.sentineledge.filter.field.NamesSource;
import io.sentineledge.filter.field.TextMapping;
import io.sentineledge.filter.field.TextSource;
import io.sentineledge.filter.match.TextClassifier;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What all tests of one operand found, for events of one type: a bit for each test. Worked out when
 * the first of them is asked for, for all at once.
 */
sealed interface BitSource {
  /** The bits of the tests that the event passes, for reading; null if there is no value. */
  long @Nullable [] bits(EventContext event);

  /** The tests, where they are of a part of the name of the event's file; else null. */
  default @Nullable FileTests ofFile() {
    return null;
  }

  /**
   * Tests of the name of a file.
   *
   * @param byFile whether one is also passed by a file that a path in it names
   */
  record FileTests(FilePart part, TextClassifier classifier, boolean byFile) {}

  /** Remembers for which event, and with how many tests, bits were worked out. */
  final class Once {
    private long number;
    private int tests;

    /** Whether they must be: for another event, or since tests were added during this one. */
    boolean begins(EventContext event, int count) {
      if (number == event.number() && tests == count) {
        return false;
      }
      number = event.number();
      tests = count;
      return true;
    }
  }

  /** A text of the process or of one ancestor. */
  record OfImage(ImageFacts facts, int steps, ImageText property) implements BitSource {
    @Override
    public long @Nullable [] bits(EventContext event) {
      ProcessImage image = event.ancestor(steps);
      return image == null ? null : facts.bits(image, property);
    }
  }

  /** The texts of all ancestors: a bit for a test that one of them passes. */
  final class OfLineage implements BitSource {
    private final ImageFacts facts;
    private final ImageText property;
    private final Once once = new Once();
    private long[] bits = {};

    OfLineage(ImageFacts facts, ImageText property) {
      this.facts = facts;
      this.property = property;
    }

    @Override
    public long[] bits(EventContext event) {
      if (once.begins(event, facts.size(property))) {
        bits = cleared(bits, facts.words(property));
        ProcessImage image = event.parent();
        for (int depth = 2; image != null; depth++) {
          long[] found = facts.bits(image, property);
          if (found != null) {
            add(found);
          }
          image = event.ancestor(depth);
        }
      }
      return bits;
    }

    private void add(long[] found) {
      for (int i = 0; i < found.length; i++) {
        bits[i] |= found[i];
      }
    }
  }

  /** A text that is new in each event. */
  final class OfText implements BitSource {
    private final FolderFacts facts;
    private final TextSource source;
    private final Once once = new Once();
    private long[] bits = {};
    private boolean present;

    OfText(FolderFacts facts, TextSource source) {
      this.facts = facts;
      this.source = source;
    }

    @Override
    public long @Nullable [] bits(EventContext event) {
      if (once.begins(event, facts.classifier().size())) {
        Text text = source.get(event);
        present = text != null;
        if (text != null) {
          bits = cleared(bits, facts.classifier().words());
          facts.classify(source.folder(event), text, bits);
        }
      }
      return present ? bits : null;
    }

    @Override
    public @Nullable FileTests ofFile() {
      FilePart part = source.filePart();
      return part == null ? null : new FileTests(part, facts.classifier(), false);
    }
  }

  /**
   * The names of a file. A test that includes is passed if one name passes it; one that excludes,
   * if every name passes it that the kernel gave. Where the kernel gave none (the call failed, or
   * its record has no object), what was asked is all there is and counts for both.
   */
  final class OfNames {
    private final FolderFacts facts;
    private final NamesSource source;
    private final Once once = new Once();
    private long[] one = {};
    private long[] every = {};
    private long[] scratch = {};
    private long[] ofFiles = {};

    /** Whether both are the same: there is one name. */
    private boolean single;

    OfNames(FolderFacts facts, NamesSource source) {
      this.facts = facts;
      this.source = source;
    }

    /** A test that is also passed if a path in it names the event's file by device and inode. */
    void looksForFile(int bit) {
      if (ofFiles.length <= bit >> 6) {
        ofFiles = Arrays.copyOf(ofFiles, (bit >> 6) + 1);
      }
      ofFiles[bit >> 6] |= 1L << bit;
    }

    private @Nullable FileTests ofFile() {
      FilePart part = source.filePart();
      return part == null ? null : new FileTests(part, facts.classifier(), ofFiles.length > 0);
    }

    long[] one(EventContext event) {
      update(event);
      return one;
    }

    long[] every(EventContext event) {
      update(event);
      return single ? one : every;
    }

    private void update(EventContext event) {
      if (!once.begins(event, facts.classifier().size())) {
        return;
      }
      one = cleared(one, facts.classifier().words());
      FileNames names = source.names(event);
      TextMapping part = source.part(event);
      boolean aliased = ofFiles.length > 0 && event.aliasCount() > 0;
      single = names.count() == 1 && !aliased;
      if (single) {
        classify(names, 0, part, one);
        return;
      }
      if (every.length != one.length) {
        every = new long[one.length];
      }
      if (names.count() == 0) {
        Arrays.fill(every, 0);
      } else {
        several(names, part);
      }
      if (aliased) {
        aliases(event);
      }
    }

    private void classify(FileNames names, int index, @Nullable TextMapping part, long[] bits) {
      Text name = names.name(index);
      Folder folder = names.folder(index);
      if (part == null) {
        facts.classify(folder, name, bits);
      } else if (folder != null && part instanceof FolderPart) {
        facts.classify(folder, bits);
      } else {
        Text text = part.apply(name);
        if (text != null) {
          facts.classifier().classify(text, bits);
        }
      }
    }

    private void several(FileNames names, @Nullable TextMapping part) {
      boolean kernel = false;
      for (int i = 0; i < names.count(); i++) {
        kernel |= names.fromKernel(i);
      }
      Arrays.fill(every, -1);
      for (int i = 0; i < names.count(); i++) {
        scratch = cleared(scratch, facts.classifier().words());
        classify(names, i, part, scratch);
        boolean counts = !kernel || names.fromKernel(i);
        for (int word = 0; word < one.length; word++) {
          one[word] |= scratch[word];
          every[word] &= counts ? scratch[word] : -1;
        }
      }
    }

    private void aliases(EventContext event) {
      scratch = cleared(scratch, facts.classifier().words());
      for (int i = 0; i < event.aliasCount(); i++) {
        facts.classifier().classify(event.alias(i), scratch);
      }
      for (int word = 0; word < ofFiles.length; word++) {
        one[word] |= scratch[word] & ofFiles[word];
      }
    }
  }

  /** Tests that one name must pass. */
  record OfOneName(OfNames names) implements BitSource {
    @Override
    public long[] bits(EventContext event) {
      return names.one(event);
    }

    @Override
    public @Nullable FileTests ofFile() {
      return names.ofFile();
    }
  }

  /** Tests that every name must pass. */
  record OfEveryName(OfNames names) implements BitSource {
    @Override
    public long[] bits(EventContext event) {
      return names.every(event);
    }

    @Override
    public @Nullable FileTests ofFile() {
      return names.ofFile();
    }
  }

  /** The array without bits, or a longer one. */
  private static long[] cleared(long[] bits, int words) {
    if (bits.length != words) {
      return new long[words];
    }
    Arrays.fill(bits, 0);
    return bits;
  }
}
