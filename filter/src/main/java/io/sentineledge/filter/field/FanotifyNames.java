package io.sentineledge.filter.field;

/** Names of what fanotify is asked for, linux/fanotify.h. */
final class FanotifyNames {
  static final FlagNames INIT =
      new FlagNames()
          .bit("FAN_CLOEXEC", 1)
          .bit("FAN_NONBLOCK", 2)
          .where("FAN_CLASS_CONTENT", 0xc, 4)
          .where("FAN_CLASS_PRE_CONTENT", 0xc, 8)
          .bit("FAN_UNLIMITED_QUEUE", 0x10)
          .bit("FAN_UNLIMITED_MARKS", 0x20)
          .bit("FAN_ENABLE_AUDIT", 0x40)
          .bit("FAN_REPORT_PIDFD", 0x80)
          .bit("FAN_REPORT_TID", 0x100)
          .bit("FAN_REPORT_FID", 0x200)
          .bit("FAN_REPORT_DIR_FID", 0x400)
          .bit("FAN_REPORT_NAME", 0x800)
          .bit("FAN_REPORT_TARGET_FID", 0x1000)
          .bit("FAN_REPORT_FD_ERROR", 0x2000)
          .bit("FAN_REPORT_MNT", 0x4000);

  static final FlagNames MARK =
      new FlagNames()
          .bit("FAN_MARK_ADD", 1)
          .bit("FAN_MARK_REMOVE", 2)
          .bit("FAN_MARK_DONT_FOLLOW", 4)
          .bit("FAN_MARK_ONLYDIR", 8)
          .where("FAN_MARK_MOUNT", 0x110, 0x10)
          .where("FAN_MARK_FILESYSTEM", 0x110, 0x100)
          .where("FAN_MARK_MNTNS", 0x110, 0x110)
          .bit("FAN_MARK_IGNORED_MASK", 0x20)
          .bit("FAN_MARK_IGNORED_SURV_MODIFY", 0x40)
          .bit("FAN_MARK_FLUSH", 0x80)
          .bit("FAN_MARK_EVICTABLE", 0x200)
          .bit("FAN_MARK_IGNORE", 0x400);

  static final FlagNames MASK =
      new FlagNames()
          .bit("FAN_ACCESS", 1)
          .bit("FAN_MODIFY", 2)
          .bit("FAN_ATTRIB", 4)
          .bit("FAN_CLOSE_WRITE", 8)
          .bit("FAN_CLOSE_NOWRITE", 0x10)
          .bit("FAN_OPEN", 0x20)
          .bit("FAN_MOVED_FROM", 0x40)
          .bit("FAN_MOVED_TO", 0x80)
          .bit("FAN_CREATE", 0x100)
          .bit("FAN_DELETE", 0x200)
          .bit("FAN_DELETE_SELF", 0x400)
          .bit("FAN_MOVE_SELF", 0x800)
          .bit("FAN_OPEN_EXEC", 0x1000)
          .bit("FAN_FS_ERROR", 0x8000)
          .bit("FAN_OPEN_PERM", 0x10000)
          .bit("FAN_ACCESS_PERM", 0x20000)
          .bit("FAN_OPEN_EXEC_PERM", 0x40000)
          .bit("FAN_PRE_ACCESS", 0x100000)
          .bit("FAN_MNT_ATTACH", 0x1000000)
          .bit("FAN_MNT_DETACH", 0x2000000)
          .bit("FAN_EVENT_ON_CHILD", 0x8000000)
          .bit("FAN_RENAME", 0x10000000)
          .bit("FAN_ONDIR", 0x40000000);

  private FanotifyNames() {}
}
