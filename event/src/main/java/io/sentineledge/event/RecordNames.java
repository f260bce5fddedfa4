package io.sentineledge.event;

import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The paths and names in the record that an {@link EventView} is on. Each is made when it is first
 * asked for and kept until {@link #reset}.
 */
final class RecordNames {
  // What a remembered text is made of: with the offset of its field, a key.
  private static final int WHOLE_PATH = 2 << 16;
  private static final int INNER_PATH = 3 << 16;
  private static final int ASKED = 4 << 16;

  /** No component is longer, linux/limits.h NAME_MAX, but on some file systems of user space. */
  private static final int LONGEST_LEAF = 255;

  private final EventView view;
  private final byte[] bytes;
  private final PathDecoder paths = new PathDecoder();

  // Apart from each other, so that the folder of a path is not replaced by that of a name.
  private final Folders pathFolders = new Folders(0);
  private final Folders askedFolders = new Folders(Folders.SIZE);

  private final FileNames files = new FileNames();
  private final FileNames targets = new FileNames();
  private final Text name = new Text();
  private final Text base = new Text();
  private boolean filesKnown;
  private boolean targetsKnown;

  /** Of the path of the event's file, with where in the record its last component is. */
  private @Nullable Folder pathFolder;

  private int leaf;
  private int leafLength;
  private boolean soleKnown;
  private @Nullable Folder sole;
  private boolean askedByPath;
  private NameLookup lookup = NameLookup.NONE;

  /**
   * Reads the record of a view.
   *
   * @param bytes the view's memory, whose contents change with the record
   */
  RecordNames(EventView view, byte[] bytes) {
    this.view = view;
    this.bytes = bytes;
  }

  void lookup(NameLookup lookup) {
    this.lookup = lookup;
  }

  /** Forgets everything: the view is on another record. */
  void reset() {
    filesKnown = false;
    targetsKnown = false;
    pathFolder = null;
    soleKnown = false;
    paths.reset();
  }

  boolean hostPath(int path, Text to) {
    return path(path, length(path), to);
  }

  boolean processPath(int path, Text to) {
    int root = view.u16(path + Path.ROOT);
    return root != RecordLayout.ROOT_NOT_MET && path(path, root, to);
  }

  private int offset(int path) {
    return view.u16(path + Path.NAMES + Span.OFF);
  }

  private int length(int path) {
    return view.u16(path + Path.NAMES + Span.LEN);
  }

  private boolean path(int path, int length, Text to) {
    int offset = offset(path);
    if (offset == 0) {
      return false;
    }
    boolean whole = length == length(path);
    int key = (whole ? WHOLE_PATH : INNER_PATH) | path;
    if (!paths.recall(key, to)) {
      boolean cut = whole && view.pathFlag(path, PathFlag.CUT);
      boolean pseudo = view.pathFlag(path, PathFlag.PSEUDO);
      boolean ofFile = whole && !cut && !pseudo && length > 0 && path == filePath();
      Folder folder = ofFile ? inFolder(offset, length) : null;
      if (folder == null) {
        paths.path(bytes, offset, view.inside(offset, length), pseudo, cut, to);
      } else {
        folder.file(bytes, leaf, leafLength, to);
      }
      paths.remember(key, to);
    }
    return true;
  }

  /** The one path of a record that is made in a folder's memory: that of the event's file. */
  private int filePath() {
    return view.isOpen() ? Open.PATH : view.isFs() ? Fs.PATH : -1;
  }

  /**
   * The folder of the path of the event's file; sets where the last component is. Null where one of
   * the two is too long to be kept.
   */
  private @Nullable Folder inFolder(int offset, int length) {
    if (pathFolder == null) {
      view.inside(offset, length);
      int size = Folder.leaf(bytes, offset, length, true);
      int rest = Math.min(size + 1, length);
      leaf = offset;
      leafLength = size;
      pathFolder =
          size > LONGEST_LEAF
              ? null
              : pathFolders.ofComponents(bytes, offset + rest, length - rest);
    }
    return pathFolder;
  }

  @Nullable Folder soleFolder() {
    if (!soleKnown) {
      soleKnown = true;
      sole =
          view.isOpen()
              ? sole(Open.PATH, Open.ASKED)
              : view.isFs() ? sole(Fs.PATH, Fs.ASKED) : null;
    }
    return sole;
  }

  void soleLeaf(Text to) {
    to.set(bytes, leaf, leafLength);
  }

  @Nullable Folder askedFolder() {
    return soleFolder() != null && askedByPath ? sole : null;
  }

  private @Nullable Folder sole(int path, int asked) {
    int offset = offset(path);
    int length = length(path);
    if (offset == 0
        || length == 0
        || view.u16(path + Path.FLAGS) != 0
        || view.u16(path + Path.ROOT) != length
        || view.changed(asked)
        || !view.text(asked + Asked.TEXT, name)
        || name.isEmpty()) {
      return null;
    }
    Folder folder = inFolder(offset, length);
    if (folder == null) {
      return null;
    }
    askedByPath = name.at(0) == '/';
    boolean same =
        askedByPath ? isPath(folder, offset, length) : isLeafIn(asked + Asked.BASE, length);
    return same ? folder : null;
  }

  /** Whether the name is the path of the event's file. */
  private boolean isPath(Folder folder, int path, int length) {
    if (!folder.isPathKnown()) {
      boolean same = PathDecoder.spells(bytes, path, length, -1, 0, name);
      if (same) {
        folder.path(name.array(), name.offset());
      }
      return same;
    }
    int start = folder.offset();
    int first = folder.length();
    int from = name.offset() + first;
    return name.length() == first + leafLength
        && Arrays.equals(folder.array(), start, start + first, name.array(), name.offset(), from)
        && Arrays.equals(bytes, leaf, leaf + leafLength, name.array(), from, from + leafLength);
  }

  /**
   * Whether the name is the last component of the path of the event's file, and the base the rest.
   */
  private boolean isLeafIn(int from, int pathLength) {
    int at = offset(from);
    int length = length(from);
    int rest = leaf + leafLength + 1;
    return name.length() == leafLength
        && at != 0
        && length == pathLength - leafLength - 1
        && view.u16(from + Path.ROOT) == length
        && view.u16(from + Path.FLAGS) == 0
        && Arrays.equals(
            bytes, leaf, leaf + leafLength, name.array(), name.offset(), name.offset() + leafLength)
        && Arrays.equals(bytes, rest, rest + length, bytes, at, at + view.inside(at, length));
  }

  boolean asked(int asked, Text to) {
    return absolute(asked + Asked.TEXT, asked + Asked.BASE, to);
  }

  /** Whether a name needed no change. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isInRecord(Text absolute) {
    return absolute.array() == bytes;
  }

  private boolean absolute(int span, int from, Text to) {
    if (!view.text(span, name)) {
      return false;
    }
    if (PathDecoder.isNormal(name)) {
      to.set(name.array(), name.offset(), name.length());
      return true;
    }
    if (paths.recall(ASKED | span, to)) {
      return true;
    }
    boolean absolute = !name.isEmpty() && name.at(0) == '/';
    if (!absolute && !processPath(from, base) && !hostPath(from, base)) {
      return false;
    }
    paths.normalise(base, name, to);
    paths.remember(ASKED | span, to);
    return true;
  }

  /** Whether a name that is known twice is not the same. */
  boolean changed(int asked) {
    boolean same =
        view.text(asked + Asked.TEXT, name)
            && view.text(asked + Asked.OTHER, base)
            && name.equals(base);
    return !same;
  }

  FileNames files() {
    if (!filesKnown) {
      filesKnown = true;
      files.clear();
      if (view.isOpen()) {
        file(Open.PATH, Open.ASKED);
      } else if (view.isFs()) {
        file(Fs.PATH, Fs.ASKED);
      } else if (view.isChdir()) {
        names(Chdir.CWD, Chdir.ASKED);
      }
    }
    return files;
  }

  private void file(int path, int asked) {
    Folder folder = soleFolder();
    if (folder == null) {
      names(path, asked);
    } else if (hostPath(path, name)) {
      files.add(name, true, folder);
    }
  }

  FileNames targets() {
    if (!targetsKnown) {
      targetsKnown = true;
      targets.clear();
      if (view.isFs()) {
        if (asked(Fs.TARGET, name)) {
          targets.add(name, false, null);
        }
        otherName(Fs.TARGET, targets);
        lookUp(Fs.TARGET, targets);
      }
    }
    return targets;
  }

  /** Adds a name that the kernel may have used instead. */
  private void otherName(int asked, FileNames to) {
    if (!view.flag(RecordFlag.NAME_COPIED)
        && view.changed(asked)
        && absolute(asked + Asked.OTHER, asked + Asked.BASE, name)) {
      to.add(name, false, null);
    }
  }

  private void names(int path, int asked) {
    if (hostPath(path, name)) {
      files.add(name, true, pathFolder);
    }
    if (view.u16(path + Path.ROOT) != length(path) && processPath(path, name)) {
      files.add(name, true, null);
    }
    if (!spellsPath(asked, path) && asked(asked, name)) {
      int slash = name.lastIndexOf((byte) '/');
      boolean kept = slash >= 0 && slash < name.length() - 1;
      files.add(name, false, kept ? askedFolders.ofPath(name.array(), name.offset(), slash) : null);
      if (isInRecord(name)) {
        files.verbatim();
      }
    }
    otherName(asked, files);
    if (!view.present(path)) {
      lookUp(asked, files);
    }
  }

  /** Adds where the name led, of a call that succeeded. */
  private void lookUp(int asked, FileNames to) {
    if (view.result() >= 0 && view.present(asked + Asked.TEXT) && lookup.find(view, asked, name)) {
      to.addLookedUp(name);
    }
  }

  /**
   * Whether the asked name is certainly that of the path in the process's root: making it absolute
   * would take longer. For what {@link #sole} leaves, as a process with another root, or a name of
   * several components below its folder.
   */
  private boolean spellsPath(int asked, int path) {
    int root = view.u16(path + Path.ROOT);
    if (!view.present(path)
        || root == RecordLayout.ROOT_NOT_MET
        || view.u16(path + Path.FLAGS) != 0
        || !view.text(asked + Asked.TEXT, name)
        || name.isEmpty()) {
      return false;
    }
    int from = -1;
    int length = 0;
    if (name.at(0) != '/') {
      from = offset(asked + Asked.BASE);
      length = view.u16(asked + Asked.BASE + Path.ROOT);
      if (from == 0
          || length == RecordLayout.ROOT_NOT_MET
          || view.u16(asked + Asked.BASE + Path.FLAGS) != 0) {
        return false;
      }
    }
    int at = offset(path);
    return PathDecoder.spells(
        bytes, at, view.inside(at, root), from, view.inside(Math.max(from, 0), length), name);
  }
}
