package io.sentineledge.state;

import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.FileNames;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * Where the kernel's answer to "which file was opened?" can be another's, looks at what the name
 * that was asked for leads to: when other threads could replace the descriptor before the call
 * ended, and when an operation of io_uring left no file to look at.
 *
 * <p>Looked up in the host's root, shortly after the call; names of /proc and /dev that mean the
 * caller itself are left out, as are processes with other mounts or another root. At most {@value
 * #MOST_A_SECOND} names a second. Used by the reader's thread alone.
 */
final class AskedFile {
  private static final int MOST_A_SECOND = 5000;
  private static final Text PROC = Text.of("/proc/");
  private static final Text DEV = Text.of("/dev/");

  private final HostRoot root;
  private final Text name = new Text();
  private final PerSecond limit = new PerSecond(MOST_A_SECOND);

  AskedFile(HostRoot root) {
    this.root = root;
  }

  /** The file that the asked name leads to; null where the kernel's answer is beyond doubt. */
  @Nullable FileStat look(EventView event) {
    if (!isDoubtful(event)
        || event.u32(Header.MNT_NS) != root.mountNamespace()
        || !event.asked(Open.ASKED, name)
        || name.startsWith(PROC)
        || name.startsWith(DEV)
        || !limit.allows(event.time())) {
      return null;
    }
    FileStat found = root.stat(name);
    return FileStat.UNANSWERED.equals(found) ? null : found;
  }

  /**
   * Whether the file that was found is not the one that was asked for: its inode is another one.
   */
  boolean isReplaced(EventView event, FileStat asked) {
    return event.flag(RecordFlag.FILES_SHARED)
        && event.present(Open.PATH)
        && event.u64(Open.INODE + Inode.INO) != asked.inode();
  }

  private static boolean isDoubtful(EventView event) {
    if (event.type().family() != Family.OPEN || event.result() < 0) {
      return false;
    }
    if (!event.present(Open.PATH)) {
      return event.flag(RecordFlag.IO_URING);
    }
    int length = event.u16(Open.PATH + Path.NAMES + Span.LEN);
    if (!event.flag(RecordFlag.FILES_SHARED)
        || event.u16(Open.PATH + Path.ROOT) != length
        || event.soleFolder() != null) {
      return false;
    }
    FileNames names = event.files();
    return names.count() > 0 && !names.fromKernel(names.count() - 1);
  }
}
