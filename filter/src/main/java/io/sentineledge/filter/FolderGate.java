package io.sentineledge.filter;

import io.sentineledge.event.EventView;
import io.sentineledge.event.Folder;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.FilePart;
import io.sentineledge.filter.match.LeafFilter;
import io.sentineledge.filter.match.TextClassifier;
import io.sentineledge.filter.match.TextClassifier.Kind;
import io.sentineledge.state.EventContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the folder of a file, and a look at its last component, which groups of tests the file
 * cannot pass by its one name. Of nearly every file that is all that is looked at: its name is not
 * made, and of its folder one number is kept.
 *
 * <p>For tests of events of one type. Used by one thread.
 */
final class FolderGate {
  /** The most groups: the other half of a number says which folder it is of. */
  static final int MOST = Integer.SIZE;

  private final Tests[] groups;
  private final long all;
  private final boolean byFile;
  private final LeafFilter leaves = new LeafFilter();
  private final Text leaf = new Text();

  /** Whose folders are known. */
  private @Nullable EventView of;

  /** By number of the folder: its use, and the groups of which a test can be passed in it. */
  private long[] known = {};

  /** The tests of a group, all of the same part of a name. */
  static final class Tests {
    private final FilePart part;
    private final boolean byFile;
    private final TextClassifier classifier;
    private final TextClassifier.Start start;
    private final long[] bits;
    private final Text path = new Text();

    private Tests(FilePart part, boolean byFile, TextClassifier classifier) {
      this.part = part;
      this.byFile = byFile;
      this.classifier = classifier;
      start = classifier.start();
      bits = new long[classifier.words()];
    }

    /**
     * Tests that can be told apart from files that pass none.
     *
     * @param bits which tests of the source
     * @return null where it takes more than the folder and three bytes of the last component
     */
    static @Nullable Tests of(BitSource source, long[] bits) {
      BitSource.FileTests all = source.ofFile();
      if (all == null) {
        return null;
      }
      TextClassifier some = new TextClassifier();
      for (int bit = 0; bit < all.classifier().size() && bit >> 6 < bits.length; bit++) {
        if ((bits[bit >> 6] & 1L << bit) != 0) {
          TextClassifier.Test test = all.classifier().test(bit);
          if (!accepts(all.part(), test)) {
            return null;
          }
          some.add(test);
        }
      }
      return new Tests(all.part(), all.byFile(), some);
    }

    private static boolean accepts(FilePart part, TextClassifier.Test test) {
      if (test.kind() == Kind.BELOW) {
        return part == FilePart.PATH || part == FilePart.FOLDER;
      }
      for (Text value : test.values()) {
        if (isInLeaf(part, test.kind(), value) && !LeafFilter.accepts(value)) {
          return false;
        }
      }
      return true;
    }

    /** Whether a text can have such a value without its folder having a part in it. */
    private static boolean isInLeaf(FilePart part, Kind kind, Text value) {
      return switch (kind) {
        case ENDS, CONTAINS -> true;
        case EQUAL, STARTS ->
            part == FilePart.LEAF || (part == FilePart.ASKED && value.indexOf((byte) '/', 0) < 0);
        case BELOW -> false;
      };
    }

    private void addTo(LeafFilter leaves) {
      for (int bit = 0; bit < classifier.size(); bit++) {
        TextClassifier.Test test = classifier.test(bit);
        for (Text value : test.values()) {
          if (isInLeaf(part, test.kind(), value)) {
            leaves.add(test.kind(), value);
          }
        }
      }
    }

    /** Whether one can be passed for what the folder is. */
    private boolean mayPassIn(Folder folder) {
      if (part == FilePart.LEAF) {
        return false;
      }
      start.begin(folder.array(), folder.offset(), folder.length());
      return start.mayPass() || (part == FilePart.FOLDER && passes(folder));
    }

    private boolean passes(Folder folder) {
      Arrays.fill(bits, 0);
      folder.name(path);
      classifier.classify(path, bits);
      long any = 0;
      for (long word : bits) {
        any |= word;
      }
      return any != 0;
    }
  }

  /** A gate before at most {@link #MOST} groups, whose numbers are their places in the list. */
  FolderGate(List<Tests> groups) {
    this.groups = groups.toArray(new Tests[0]);
    all = (1L << groups.size()) - 1;
    byFile = groups.stream().anyMatch(tests -> tests.byFile);
    groups.forEach(tests -> tests.addTo(leaves));
  }

  /** The groups of which the event can pass a test: the bits of their numbers. */
  long open(EventContext event) {
    EventView view = event.event();
    Folder folder = view.soleFolder();
    if (folder == null || (byFile && event.aliasCount() > 0)) {
      return all;
    }
    view.soleLeaf(leaf);
    return leaves.mayPass(leaf) ? all : in(folder, view);
  }

  @SuppressWarnings("ReferenceEquality")
  private long in(Folder folder, EventView view) {
    if (of != view) {
      of = view;
      known = new long[Folder.MOST];
    }
    long value = known[folder.number()];
    if ((int) (value >>> Integer.SIZE) != folder.use()) {
      value = (long) folder.use() << Integer.SIZE;
      for (int i = 0; i < groups.length; i++) {
        value |= groups[i].mayPassIn(folder) ? 1L << i : 0;
      }
      known[folder.number()] = value;
    }
    return value & 0xffff_ffffL;
  }
}
