package io.sentineledge.filter.field;

/** Names of numbers and bits that calls about mounts and files take; values of x86-64. */
final class MountNames {
  /** linux/mount.h. */
  static final FlagNames MOUNT =
      new FlagNames()
          .bit("RDONLY", 1)
          .bit("NOSUID", 2)
          .bit("NODEV", 4)
          .bit("NOEXEC", 8)
          .bit("SYNCHRONOUS", 0x10)
          .bit("REMOUNT", 0x20)
          .bit("MANDLOCK", 0x40)
          .bit("DIRSYNC", 0x80)
          .bit("NOSYMFOLLOW", 0x100)
          .bit("NOATIME", 0x400)
          .bit("NODIRATIME", 0x800)
          .bit("BIND", 0x1000)
          .bit("MOVE", 0x2000)
          .bit("REC", 0x4000)
          .bit("SILENT", 0x8000)
          .bit("POSIXACL", 0x10000)
          .bit("UNBINDABLE", 0x20000)
          .bit("PRIVATE", 0x40000)
          .bit("SLAVE", 0x80000)
          .bit("SHARED", 0x100000)
          .bit("RELATIME", 0x200000)
          .bit("KERNMOUNT", 0x400000)
          .bit("I_VERSION", 0x800000)
          .bit("STRICTATIME", 0x1000000)
          .bit("LAZYTIME", 0x2000000);

  static final FlagNames UMOUNT =
      new FlagNames().bit("FORCE", 1).bit("DETACH", 2).bit("EXPIRE", 4).bit("NOFOLLOW", 8);

  static final FlagNames MOVE_MOUNT =
      new FlagNames()
          .bit("MOVE_MOUNT_F_SYMLINKS", 1)
          .bit("MOVE_MOUNT_F_AUTOMOUNTS", 2)
          .bit("MOVE_MOUNT_F_EMPTY_PATH", 4)
          .bit("MOVE_MOUNT_T_SYMLINKS", 0x10)
          .bit("MOVE_MOUNT_T_AUTOMOUNTS", 0x20)
          .bit("MOVE_MOUNT_T_EMPTY_PATH", 0x40)
          .bit("MOVE_MOUNT_SET_GROUP", 0x100)
          .bit("MOVE_MOUNT_BENEATH", 0x200);

  static final FlagNames OPEN_TREE =
      new FlagNames()
          .bit("OPEN_TREE_CLONE", 1)
          .bit("OPEN_TREE_CLOEXEC", 0x80000)
          .bit("AT_EMPTY_PATH", 0x1000)
          .bit("AT_NO_AUTOMOUNT", 0x800)
          .bit("AT_RECURSIVE", 0x8000)
          .bit("AT_SYMLINK_NOFOLLOW", 0x100);

  static final FlagNames FSCONFIG =
      new FlagNames()
          .values(
              0,
              "FSCONFIG_SET_FLAG",
              "FSCONFIG_SET_STRING",
              "FSCONFIG_SET_BINARY",
              "FSCONFIG_SET_PATH",
              "FSCONFIG_SET_PATH_EMPTY",
              "FSCONFIG_SET_FD",
              "FSCONFIG_CMD_CREATE",
              "FSCONFIG_CMD_RECONFIGURE",
              "FSCONFIG_CMD_CREATE_EXCL");

  static final FlagNames MOUNT_ATTRIBUTES =
      new FlagNames()
          .bit("MOUNT_ATTR_RDONLY", 1)
          .bit("MOUNT_ATTR_NOSUID", 2)
          .bit("MOUNT_ATTR_NODEV", 4)
          .bit("MOUNT_ATTR_NOEXEC", 8)
          .bit("MOUNT_ATTR_NOATIME", 0x10)
          .bit("MOUNT_ATTR_STRICTATIME", 0x20)
          .bit("MOUNT_ATTR_NODIRATIME", 0x80)
          .bit("MOUNT_ATTR_IDMAP", 0x100000)
          .bit("MOUNT_ATTR_NOSYMFOLLOW", 0x200000);

  /** linux/fcntl.h. */
  static final FlagNames AT =
      new FlagNames()
          .bit("AT_SYMLINK_NOFOLLOW", 0x100)
          .bit("AT_SYMLINK_FOLLOW", 0x400)
          .bit("AT_NO_AUTOMOUNT", 0x800)
          .bit("AT_EMPTY_PATH", 0x1000)
          .bit("AT_RECURSIVE", 0x8000);

  /** A mode with the type of the file, linux/stat.h. */
  static final FlagNames NODE =
      new FlagNames()
          .where("S_IFIFO", 0170000, 0010000)
          .where("S_IFCHR", 0170000, 0020000)
          .where("S_IFDIR", 0170000, 0040000)
          .where("S_IFBLK", 0170000, 0060000)
          .where("S_IFREG", 0170000, 0100000)
          .where("S_IFSOCK", 0170000, 0140000)
          .permissions();

  /** linux/xattr.h. */
  static final FlagNames XATTR = new FlagNames().bit("XATTR_CREATE", 1).bit("XATTR_REPLACE", 2);

  /** linux/quota.h: the command is above the kind of quota. */
  static final FlagNames QUOTA =
      new FlagNames()
          .where("Q_SYNC", ~0xffL, 0x80000100L)
          .where("Q_QUOTAON", ~0xffL, 0x80000200L)
          .where("Q_QUOTAOFF", ~0xffL, 0x80000300L)
          .where("Q_GETFMT", ~0xffL, 0x80000400L)
          .where("Q_GETINFO", ~0xffL, 0x80000500L)
          .where("Q_SETINFO", ~0xffL, 0x80000600L)
          .where("Q_GETQUOTA", ~0xffL, 0x80000700L)
          .where("Q_SETQUOTA", ~0xffL, 0x80000800L);

  private MountNames() {}
}
