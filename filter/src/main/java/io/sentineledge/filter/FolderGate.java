package io.sentineledge.filter;

import io.sentineledge.event.EventView;
import io.sentineledge.event.FileNames;
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

  /** Those that compare what was asked for as it was asked. */
  private final long ofAsked;

  private final LeafFilter leaves = new LeafFilter();

  /** What can make a difference between a folder and the one that it is in. */
  private final LeafFilter folders = new LeafFilter();

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

    /** Whether a folder can have such a value that the one that holds it has not. */
    private boolean isInFolder(Kind kind) {
      return switch (kind) {
        case CONTAINS -> part != FilePart.LEAF;
        case ENDS -> part == FilePart.FOLDER;
        case EQUAL, STARTS, BELOW -> false;
      };
    }

    private void addTo(LeafFilter leaves, LeafFilter folders) {
      for (int bit = 0; bit < classifier.size(); bit++) {
        TextClassifier.Test test = classifier.test(bit);
        for (Text value : test.values()) {
          if (isInLeaf(part, test.kind(), value)) {
            if (value.at(value.length() - 1) != '/') {
              leaves.add(test.kind(), value);
            }
            if (isInFolder(test.kind())) {
              folders.add(test.kind(), value);
            }
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
    groups.forEach(tests -> tests.addTo(leaves, folders));
    long asked = 0;
    for (int i = 0; i < this.groups.length; i++) {
      asked |= this.groups[i].part == FilePart.ASKED ? 1L << i : 0;
    }
    ofAsked = asked;
  }

  /** The groups of which the event can pass a test: the bits of their numbers. */
  @SuppressWarnings("ReferenceEquality")
  long open(EventContext event) {
    EventView view = event.event();
    Folder folder = view.soleFolder();
    if (byFile && event.aliasCount() > 0) {
      return all;
    }
    if (of != view) {
      of = view;
      known = new long[Folder.MOST];
    }
    if (folder == null) {
      return ofNames(view.files());
    }
    view.soleLeaf(leaf);
    return leaves.mayPass(leaf) ? all : in(folder);
  }

  /** The groups of which one of several names can pass a test. */
  private long ofNames(FileNames names) {
    long open = names.isVerbatim() ? 0 : ofAsked;
    for (int i = 0; i < names.count(); i++) {
      Text name = names.name(i);
      Folder folder = names.folder(i);
      if (folder == null) {
        return all;
      }
      leaf.set(name.array(), name.offset() + folder.length(), name.length() - folder.length());
      if (leaves.mayPass(leaf)) {
        return all;
      }
      open |= in(folder);
    }
    return names.count() == 0 ? all : open;
  }

  private long in(Folder folder) {
    long value = known[folder.number()];
    if ((int) (value >>> Integer.SIZE) != folder.use()) {
      value = (long) folder.use() << Integer.SIZE | (isAsItsParent(folder) ? 0 : tested(folder));
      known[folder.number()] = value;
    }
    return value & 0xffff_ffffL;
  }

  /**
   * Whether no test can be passed in a folder, since none can be in the one that holds it, nor in
   * others below that, and its own name adds nothing: so it is for most, and quickly told.
   */
  private boolean isAsItsParent(Folder folder) {
    Folder parent = folder.parent();
    if (parent == null || in(parent) != 0) {
      return false;
    }
    folder.leaf(leaf);
    return !folders.mayPassFolder(leaf);
  }

  private long tested(Folder folder) {
    long open = 0;
    for (int i = 0; i < groups.length; i++) {
      open |= groups[i].mayPassIn(folder) ? 1L << i : 0;
    }
    return open;
  }
}
