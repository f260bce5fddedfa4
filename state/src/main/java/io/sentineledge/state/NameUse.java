package io.sentineledge.state;

import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Syscall;

/**
 * What a call does with a symbolic link that a name of it ends in. Those before the end of a name
 * are always followed. From the kernel's sources of each call, fs/.
 */
enum NameUse {
  /** The call is about what the link leads to. */
  FOLLOWED,
  /** The call is about the link itself, or makes or removes what has the name. */
  KEPT,
  /** The name is none of a file, or is looked up from another root once the call has ended. */
  NONE;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;

  /** One of the few flags whose value is not the same on all processors. */
  private static final int O_NOFOLLOW =
      "aarch64".equals(System.getProperty("os.arch")) ? 0100000 : 0400000;

  private static final int UMOUNT_NOFOLLOW = 8;
  private static final int FSPICK_SYMLINK_NOFOLLOW = 2;
  private static final int FAN_MARK_DONT_FOLLOW = 4;
  private static final int MOVE_MOUNT_F_SYMLINKS = 1;
  private static final int MOVE_MOUNT_T_SYMLINKS = 0x10;

  /** Of the name, or the first of two. */
  static NameUse ofFirst(EventView event) {
    return switch (event.type()) {
      case OPEN, OPENAT, OPENAT2, CREAT -> unless(event.u64(Open.OPEN_FLAGS), O_NOFOLLOW);
      case CHMOD,
          FCHMODAT,
          TRUNCATE,
          CHOWN,
          SETXATTR,
          REMOVEXATTR,
          UTIME,
          UTIMES,
          FUTIMESAT,
          MOUNT,
          UMOUNT,
          SWAPON,
          SWAPOFF,
          ACCT ->
          FOLLOWED;
      case FCHMODAT2 -> unless(event.u32(Fs.CALL_FLAGS), AT_SYMLINK_NOFOLLOW);
      case FCHOWNAT, FILE_SETATTR -> unless(argument(event, 5), AT_SYMLINK_NOFOLLOW);
      case UTIMENSAT -> unless(argument(event, 4), AT_SYMLINK_NOFOLLOW);
      case SETXATTRAT, REMOVEXATTRAT, MOUNT_SETATTR ->
          unless(argument(event, 3), AT_SYMLINK_NOFOLLOW);
      case UMOUNT2 -> unless(argument(event, 2), UMOUNT_NOFOLLOW);
      case FANOTIFY_MARK -> unless(argument(event, 2), FAN_MARK_DONT_FOLLOW);
      case FSPICK -> unless(argument(event, 3), FSPICK_SYMLINK_NOFOLLOW);
      case LINKAT -> where(event.u32(Fs.CALL_FLAGS), AT_SYMLINK_FOLLOW);
      case NAME_TO_HANDLE_AT -> where(argument(event, 5), AT_SYMLINK_FOLLOW);
      case MOVE_MOUNT -> where(argument(event, 5), MOVE_MOUNT_F_SYMLINKS);
      case MKDIR, MKDIRAT, MKNOD, MKNODAT, LCHOWN, LSETXATTR, LREMOVEXATTR -> KEPT;
      default -> event.type().family() == Family.FS ? KEPT : NONE;
    };
  }

  /** Of the second name. */
  static NameUse ofSecond(EventView event) {
    return switch (event.type()) {
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT -> KEPT;
      case MOVE_MOUNT -> where(argument(event, 5), MOVE_MOUNT_T_SYMLINKS);
      default -> NONE;
    };
  }

  /** Whether the file still has the first name when the call has ended, and had it before. */
  static boolean staysNamed(EventView event) {
    return switch (event.type()) {
      case LINK, LINKAT, LCHOWN, LSETXATTR, LREMOVEXATTR, NAME_TO_HANDLE_AT -> true;
      default -> ofFirst(event) == FOLLOWED;
    };
  }

  private static NameUse unless(long flags, int flag) {
    return (flags & flag) == 0 ? FOLLOWED : KEPT;
  }

  private static NameUse where(long flags, int flag) {
    return (flags & flag) != 0 ? FOLLOWED : KEPT;
  }

  private static long argument(EventView event, int number) {
    return event.u64(Syscall.ARGS + Long.BYTES * (number - 1));
  }
}
