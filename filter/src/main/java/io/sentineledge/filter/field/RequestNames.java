package io.sentineledge.filter.field;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.event.Text;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Names of the requests of ioctl that are told, and of what is passed with them. */
public final class RequestNames {
  private static final int TIOCSTI = 0x5412;
  private static final int TIOCSETD = 0x5423;
  private static final int SETFLAGS = 0x40086602;
  private static final int SETFLAGS_32 = 0x40046602;
  private static final int FSSETXATTR = 0x401c5820;

  /** As {@code bpf/include/requests.h} has them. */
  static final FlagNames REQUEST =
      new FlagNames()
          .values(TIOCSTI, "TIOCSTI")
          .values(0x541d, "TIOCCONS")
          .values(TIOCSETD, "TIOCSETD")
          .values(SETFLAGS, "FS_IOC_SETFLAGS")
          .values(SETFLAGS_32, "FS_IOC_SETFLAGS")
          .values(FSSETXATTR, "FS_IOC_FSSETXATTR")
          .values(0x4c00, "LOOP_SET_FD")
          .values(0x4c06, "LOOP_CHANGE_FD")
          .values(0x4c0a, "LOOP_CONFIGURE")
          .values(0x890b, "SIOCADDRT", "SIOCDELRT")
          .values(0x8914, "SIOCSIFFLAGS")
          .values(0x8916, "SIOCSIFADDR")
          .values(0x8924, "SIOCSIFHWADDR")
          .values(0x8955, "SIOCSARP")
          .values(0x400454ca, "TUNSETIFF")
          .values(0x40182103, "SECCOMP_IOCTL_NOTIF_ADDFD")
          .values(0x40042408, "PERF_EVENT_IOC_SET_BPF")
          .values(0xc038586bL, "XFS_IOC_OPEN_BY_HANDLE")
          .values(0xc01c586bL, "XFS_IOC_OPEN_BY_HANDLE");

  /** linux/fs.h, FS_*_FL: flags of inodes as chattr(1) changes them. */
  private static final FlagNames INODE_FLAGS =
      new FlagNames()
          .bit("FS_SECRM_FL", 1)
          .bit("FS_UNRM_FL", 2)
          .bit("FS_COMPR_FL", 4)
          .bit("FS_SYNC_FL", 8)
          .bit("FS_IMMUTABLE_FL", 0x10)
          .bit("FS_APPEND_FL", 0x20)
          .bit("FS_NODUMP_FL", 0x40)
          .bit("FS_NOATIME_FL", 0x80)
          .bit("FS_ENCRYPT_FL", 0x800)
          .bit("FS_INDEX_FL", 0x1000)
          .bit("FS_JOURNAL_DATA_FL", 0x4000)
          .bit("FS_NOTAIL_FL", 0x8000)
          .bit("FS_DIRSYNC_FL", 0x10000)
          .bit("FS_TOPDIR_FL", 0x20000)
          .bit("FS_EXTENT_FL", 0x80000)
          .bit("FS_VERITY_FL", 0x100000)
          .bit("FS_NOCOW_FL", 0x800000)
          .bit("FS_DAX_FL", 0x2000000)
          .bit("FS_PROJINHERIT_FL", 0x20000000)
          .bit("FS_CASEFOLD_FL", 0x40000000);

  /** linux/fs.h, FS_XFLAG_*. */
  static final FlagNames EXTENDED_FLAGS =
      new FlagNames()
          .bit("FS_XFLAG_REALTIME", 1)
          .bit("FS_XFLAG_PREALLOC", 2)
          .bit("FS_XFLAG_IMMUTABLE", 8)
          .bit("FS_XFLAG_APPEND", 0x10)
          .bit("FS_XFLAG_SYNC", 0x20)
          .bit("FS_XFLAG_NOATIME", 0x40)
          .bit("FS_XFLAG_NODUMP", 0x80)
          .bit("FS_XFLAG_RTINHERIT", 0x100)
          .bit("FS_XFLAG_PROJINHERIT", 0x200)
          .bit("FS_XFLAG_NOSYMLINKS", 0x400)
          .bit("FS_XFLAG_EXTSIZE", 0x800)
          .bit("FS_XFLAG_EXTSZINHERIT", 0x1000)
          .bit("FS_XFLAG_NODEFRAG", 0x2000)
          .bit("FS_XFLAG_FILESTREAM", 0x4000)
          .bit("FS_XFLAG_DAX", 0x8000)
          .bit("FS_XFLAG_COWEXTSIZE", 0x10000)
          .bit("FS_XFLAG_HASATTR", 0x80000000L);

  private RequestNames() {}

  /** The number that a request passes, in the place of a fourth argument. */
  static long number(EventView event) {
    return switch (event.u32(CallArguments.field(2))) {
      case SETFLAGS, SETFLAGS_32, FSSETXATTR, TIOCSETD ->
          event.flag(RecordFlag.NAME_FAULT)
              ? NumberSource.MISSING
              : event.u64(CallArguments.field(4));
      default -> NumberSource.MISSING;
    };
  }

  /** What it passes otherwise, or the names of the number. */
  static TextSource text() {
    NumberSource number = event -> number(event.event());
    FlagsSource flags = new FlagsSource(INODE_FLAGS, number);
    FlagsSource extended = new FlagsSource(EXTENDED_FLAGS, number);
    Text text = new Text();
    return event ->
        switch (event.event().u32(CallArguments.field(2))) {
          case SETFLAGS, SETFLAGS_32 -> flags.get(event);
          case FSSETXATTR -> extended.get(event);
          case TIOCSETD -> null;
          default -> passed(event.event(), text);
        };
  }

  /** The number of the flags with these names, of either kind; empty where it is a text. */
  public static OptionalLong flags(String names) {
    long bits = 0;
    for (String name : names.split("\\|")) {
      OptionalLong inode = new NamedNumbers(INODE_FLAGS).value(name);
      OptionalLong bit = inode.isPresent() ? inode : new NamedNumbers(EXTENDED_FLAGS).value(name);
      if (bit.isEmpty()) {
        return bit;
      }
      bits |= bit.getAsLong();
    }
    return OptionalLong.of(bits);
  }

  /** What was passed, up to the first zero; null where there was nothing. */
  private static @Nullable Text passed(EventView event, Text to) {
    if (!event.text(Syscall.FIRST, to)) {
      return null;
    }
    int zero = to.indexOf((byte) 0, 0);
    to.set(to.array(), to.offset(), zero < 0 ? to.length() : zero);
    return to;
  }
}
