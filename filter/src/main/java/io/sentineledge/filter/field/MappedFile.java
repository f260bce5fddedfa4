package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;

import io.sentineledge.event.EventType;
import io.sentineledge.event.InodeFlag;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** The file behind memory that becomes executable. */
final class MappedFile {
  private static final long MISSING = NumberSource.MISSING;

  private MappedFile() {}

  static void define(FieldSet fields) {
    fields.add(
        "file.is_fresh",
        BOOL,
        "Of memory that becomes executable: whether its file was changed in the ten minutes before,"
            + " or is open for writing.",
        (type, argument) -> fresh(type));
    fields.add(
        "file.is_upper_layer",
        BOOL,
        "Whether the file lies in the upper layer of an overlay: it is not part of a container's"
            + " image.",
        (type, argument) -> upper(FileNameSources.inode(type)));
  }

  private static @Nullable NumberSource fresh(EventType type) {
    return isMapped(type) ? MappedFile::fresh : null;
  }

  /** Whether calls of a type make memory executable, behind which there may be a file or none. */
  static boolean isMapped(EventType type) {
    return type == EventType.MMAP || CallTable.has(type, CallArgument.Kind.MAPPED);
  }

  /** Whether there is a file behind the memory. */
  static boolean isThere(EventContext event) {
    return event.event().u32(Syscall.INODE + Inode.DEV) != 0;
  }

  private static long fresh(EventContext event) {
    if (!isThere(event)) {
      return MISSING;
    }
    int flags = event.event().u32(Syscall.INODE + Inode.FLAGS);
    return InodeFlag.CHANGED.isIn(flags) || InodeFlag.WRITTEN.isIn(flags) ? 1 : 0;
  }

  private static @Nullable NumberSource upper(int inode) {
    return inode < 0
        ? null
        : event ->
            event.event().u32(inode + Inode.DEV) == 0
                ? MISSING
                : InodeFlag.UPPER.isIn(event.event().u32(inode + Inode.FLAGS)) ? 1 : 0;
  }

  /**
   * Whether the descriptor refers to another file than the one that was mapped; no value where the
   * file is that of the descriptor, and another thread could have exchanged it.
   */
  static long exchanged(EventContext event) {
    int flags = event.event().u32(Syscall.INODE + Inode.FLAGS);
    if (InodeFlag.EXCHANGED.isIn(flags)) {
      return 1;
    }
    return isThere(event) && !event.event().flag(RecordFlag.FILES_SHARED) ? 0 : MISSING;
  }
}
