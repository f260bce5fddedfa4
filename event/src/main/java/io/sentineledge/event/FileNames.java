package io.sentineledge.event;

import org.jspecify.annotations.Nullable;

/**
 * The names of one file in one event, at most five: by its kernel path in the root of its container
 * or host, by its kernel path in the process's root, as asked (lexically normalised), as asked when
 * the call began, where that was another name, and where the name led when it was looked up after
 * the call. Names that are equal are listed once.
 *
 * <p>Reused for each event by the {@link EventView} it belongs to.
 */
public final class FileNames {
  /** The most names that a file has here. */
  public static final int MAX = 5;

  private final Text[] names = {new Text(), new Text(), new Text(), new Text(), new Text()};
  private final boolean[] kernel = new boolean[MAX];
  private final @Nullable Folder[] folders = new @Nullable Folder[MAX];
  private int count;
  private boolean verbatim;
  private @Nullable Text lookedUp;

  void clear() {
    count = 0;
    verbatim = false;
    lookedUp = null;
  }

  /**
   * Lists a name unless it is there.
   *
   * @param folder what the name begins with, where it is kept
   */
  void add(Text name, boolean fromKernel, @Nullable Folder folder) {
    for (int i = 0; i < count; i++) {
      if (names[i].equals(name)) {
        kernel[i] |= fromKernel;
        return;
      }
    }
    names[count].set(name.array(), name.offset(), name.length());
    folders[count] = folder;
    kernel[count++] = fromKernel;
  }

  /** Lists the path that the name led to when it was looked up, unless it is there. */
  void addLookedUp(Text path) {
    int before = count;
    add(path, false, null);
    lookedUp = count > before ? names[before] : null;
  }

  /** The path that the name led to when it was looked up; null where that is none of the others. */
  public @Nullable Text lookedUp() {
    return lookedUp;
  }

  /** Says that what was asked for is listed as it was asked. */
  void verbatim() {
    verbatim = true;
  }

  /**
   * Whether what was asked for is listed byte by byte; else it was made absolute, or is missing.
   */
  public boolean isVerbatim() {
    return verbatim;
  }

  /** How many names: 0 when the event has no such file. */
  public int count() {
    return count;
  }

  public Text name(int index) {
    return names[index];
  }

  /** What the name begins with, all but its last component; null where that is not kept. */
  public @Nullable Folder folder(int index) {
    return folders[index];
  }

  /**
   * Whether the name is a path of the object that the kernel used; otherwise it is only what the
   * caller asked for.
   */
  public boolean fromKernel(int index) {
    return kernel[index];
  }
}
