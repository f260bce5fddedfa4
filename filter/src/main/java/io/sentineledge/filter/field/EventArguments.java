package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Comm;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Exit;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of each type of event, named and ordered as Falco does; those that this agent does
 * not have keep their place.
 */
final class EventArguments {
  private static final int COMM_BYTES = 16;
  private static final int AT_FDCWD = -100;

  /** Where an asked name starts, in the part of a record that holds it. */
  static final int BASE = Asked.BASE;

  /** O_CREAT and __O_TMPFILE. */
  private static final long CREATES = 0x40 | 0x400000;

  private static final long MISSING = NumberSource.MISSING;

  private final List<EventArgument> list = new ArrayList<>();

  private EventArguments() {}

  /** A new set of arguments, with sources of its own. */
  static List<EventArgument> of(EventType type) {
    EventArguments arguments = new EventArguments();
    switch (type.family()) {
      case EXEC -> arguments.exec(type);
      case FORK -> arguments.fork();
      case EXIT -> arguments.exit();
      case COMM -> arguments.comm();
      case CHDIR -> arguments.chdir(type);
      case PTRACE -> arguments.ptrace();
      case NET -> new SocketArguments(arguments).add(type);
      case OPEN -> arguments.open(type);
      case FS -> arguments.tree(type);
      case CALL ->
          CallTable.of(type).forEach(argument -> arguments.list.add(CallArguments.of(argument)));
    }
    return arguments.list;
  }

  /** The argument of a type with a name, or null. */
  static @Nullable EventArgument find(EventType type, String name) {
    for (EventArgument argument : of(type)) {
      if (argument.name().equals(name)) {
        return argument;
      }
    }
    return null;
  }

  void absent(String... names) {
    for (String name : names) {
      list.add(new EventArgument(name, null, null));
    }
  }

  void number(String name, NumberSource number) {
    list.add(new EventArgument(name, number, null));
  }

  void header(String name, int field) {
    number(name, event -> event.event().u32(field));
  }

  void text(String name, Source text) {
    list.add(new EventArgument(name, null, text));
  }

  private void flags(String name, FlagNames names, NumberSource number) {
    list.add(new EventArgument(name, number, new FlagsSource(names, number)));
  }

  void result() {
    list.add(new EventArgument("res", Results::value, (TextSource) Results::error));
  }

  /** A number and what it stands for, such as the file behind a descriptor. */
  void number(String name, NumberSource number, @Nullable TextSource what) {
    list.add(new EventArgument(name, number, what));
  }

  private void directory(String name, int asked) {
    NumberSource number = event -> event.event().u32(asked + Asked.DIRFD);
    Text path = new Text();
    Text current = Text.of("AT_FDCWD");
    TextBuffer buffer = new TextBuffer();
    TextSource what =
        event ->
            number.get(event) == AT_FDCWD
                ? current
                : event.event().hostPath(asked + Asked.BASE, path)
                    ? buffer.clear().append("<d>").append(path).text()
                    : null;
    number(name, number, what);
  }

  private void user(String name, int field) {
    list.add(
        new EventArgument(
            name,
            event -> event.event().u32(field) & 0xffff_ffffL,
            (TextSource) event -> event.accounts().userName(event.event().u32(field))));
  }

  private void exec(EventType type) {
    result();
    text("exe", Lineage.process(ImageText.EXE));
    text("args", Lineage.process(ImageText.ARGUMENTS));
    header("tid", Header.TID);
    header("pid", Header.PID);
    header("ptid", Header.PPID);
    text("cwd", Lineage.process(p -> Lineage.known(p.cwd)));
    absent("fdlimit", "pgft_maj", "pgft_min", "vm_size", "vm_rss", "vm_swap");
    text("comm", Lineage.process(ImageText.NAME));
    absent("cgroups");
    text("env", Lineage.process(Environment.joined()));
    header("tty", Header.TTY);
    absent("vpgid");
    number("loginuid", UserFields.LOGIN_UID);
    flags(
        "flags",
        FlagNames.EXECUTABLE,
        Lineage.processNumber(
            p -> (p.exeWritable ? 1 : 0) | (p.exeUpperLayer ? 2 : 0) | (p.exeMemfd ? 4 : 0)));
    flags("cap_inheritable", FlagNames.CAPABILITIES, e -> e.event().u64(Exec.CAP_INHERITABLE));
    flags("cap_permitted", FlagNames.CAPABILITIES, e -> e.event().u64(Header.CAP_PERMITTED));
    flags("cap_effective", FlagNames.CAPABILITIES, e -> e.event().u64(Header.CAP_EFFECTIVE));
    number("exe_ino", e -> e.event().u64(Exec.INODE + Inode.INO));
    number("exe_ino_ctime", e -> e.event().u64(Exec.CTIME));
    number("exe_ino_mtime", e -> e.event().u64(Exec.MTIME));
    user("uid", Header.EUID);
    text("trusted_exepath", Lineage.process(ImageText.EXE_PATH));
    header("pgid", Header.PGID);
    header("gid", Header.EGID);
    text("filename", asked(Exec.ASKED));
    if (type == EventType.EXECVEAT) {
      directory("dirfd", Exec.ASKED);
      text("pathname", asked(Exec.ASKED));
    }
  }

  private void fork() {
    result();
    text("exe", Lineage.process(ImageText.EXE));
    text("args", Lineage.process(ImageText.ARGUMENTS));
    header("tid", Header.TID);
    header("pid", Header.PID);
    header("ptid", Header.PPID);
    text("cwd", Lineage.process(p -> Lineage.known(p.cwd)));
    absent("fdlimit", "pgft_maj", "pgft_min", "vm_size", "vm_rss", "vm_swap");
    text("comm", Lineage.process(ImageText.NAME));
    absent("cgroups");
    flags("flags", FlagNames.CLONE, e -> e.event().u64(Fork.CLONE_FLAGS));
    user("uid", Header.EUID);
    header("gid", Header.EGID);
    header("vtid", Header.VTID);
    header("vpid", Header.VPID);
    absent("pidns_init_start_ts");
    header("child_pid", Fork.CHILD_PID);
    header("child_vpid", Fork.CHILD_VPID);
  }

  private void exit() {
    number("status", e -> e.event().u32(Exit.CODE));
    number("ret", e -> e.event().u32(Exit.CODE) >> 8 & 0xff);
    number("sig", e -> e.event().u32(Exit.CODE) & 0x7f);
    number("core", e -> e.event().u32(Exit.CODE) >> 7 & 1);
    absent("reaper_tid");
  }

  private void comm() {
    Text name = new Text();
    text(
        "name",
        (TextSource)
            event -> {
              event.event().fixed(Comm.NAME, COMM_BYTES, name);
              return name;
            });
    text("oldname", (TextSource) event -> event.event().comm());
    header("tid", Comm.TARGET_TID);
  }

  private void chdir(EventType type) {
    result();
    if (type == EventType.FCHDIR) {
      directory("fd", Chdir.ASKED);
    }
    text("path", FileNameSources.FILE);
  }

  private void ptrace() {
    result();
    number("addr", e -> e.event().u64(Ptrace.ADDR));
    number("data", e -> e.event().u64(Ptrace.DATA));
    flags("request", FlagNames.PTRACE, e -> e.event().u64(Ptrace.REQUEST));
    header("pid", Ptrace.TARGET_TID);
  }

  void unsigned(String name, FlagNames names, int field) {
    flags(name, names, event -> event.event().u32(field) & 0xffff_ffffL);
  }

  private void open(EventType type) {
    Text path = new Text();
    TextBuffer buffer = new TextBuffer();
    number(
        "fd",
        Results::value,
        event ->
            event.event().hostPath(Open.PATH, path)
                ? buffer.clear().append("<f>").append(path).text()
                : Results.error(event));
    if (type == EventType.OPENAT || type == EventType.OPENAT2) {
      directory("dirfd", Open.ASKED);
    }
    if (type == EventType.OPEN_BY_HANDLE_AT) {
      header("mountfd", Open.ASKED + Asked.DIRFD);
      flags("flags", FlagNames.OPEN, e -> e.event().u64(Open.OPEN_FLAGS));
      text("path", FileNameSources.FILE);
      device();
      return;
    }
    text("name", FileNameSources.FILE);
    if (type != EventType.CREAT) {
      flags("flags", FlagNames.OPEN, e -> e.event().u64(Open.OPEN_FLAGS));
    }
    flags("mode", FlagNames.MODE, EventArguments::createMode);
    if (type == EventType.OPENAT2) {
      flags("resolve", FlagNames.RESOLVE, e -> e.event().u64(Open.RESOLVE));
    }
    device();
  }

  private void device() {
    number("dev", e -> known(e.event().u32(Open.INODE + Inode.DEV) & 0xffff_ffffL));
    number("ino", e -> known(e.event().u64(Open.INODE + Inode.INO)));
  }

  static long known(long number) {
    return number == 0 ? MISSING : number;
  }

  private void tree(EventType type) {
    result();
    switch (type) {
      case UNLINK, RMDIR -> text("path", FileNameSources.FILE);
      case UNLINKAT -> {
        directory("dirfd", Fs.ASKED);
        text("name", FileNameSources.FILE);
        flags("flags", FlagNames.UNLINKAT, EventArguments::callFlags);
      }
      case RENAME, LINK -> {
        text("oldpath", FileNameSources.FILE);
        text("newpath", FileNameSources.TARGET);
      }
      case RENAMEAT, RENAMEAT2 -> {
        directory("olddirfd", Fs.ASKED);
        text("oldpath", FileNameSources.FILE);
        directory("newdirfd", Fs.TARGET);
        text("newpath", FileNameSources.TARGET);
        if (type == EventType.RENAMEAT2) {
          flags("flags", FlagNames.RENAME, EventArguments::callFlags);
        }
      }
      case LINKAT -> {
        directory("olddir", Fs.ASKED);
        text("oldpath", FileNameSources.FILE);
        directory("newdir", Fs.TARGET);
        text("newpath", FileNameSources.TARGET);
        flags("flags", FlagNames.LINKAT, EventArguments::callFlags);
      }
      case SYMLINK -> {
        text("target", asked(Fs.TARGET));
        text("linkpath", FileNameSources.FILE);
      }
      case SYMLINKAT -> {
        text("target", asked(Fs.TARGET));
        directory("linkdirfd", Fs.ASKED);
        text("linkpath", FileNameSources.FILE);
      }
      case CHMOD -> {
        text("filename", FileNameSources.FILE);
        flags("mode", FlagNames.MODE, EventArguments::mode);
      }
      case FCHMOD -> {
        number("fd", e -> e.event().u32(Fs.ASKED + Asked.DIRFD));
        flags("mode", FlagNames.MODE, EventArguments::mode);
      }
      case FCHMODAT, FCHMODAT2 -> {
        directory("dirfd", Fs.ASKED);
        text("filename", FileNameSources.FILE);
        flags("mode", FlagNames.MODE, EventArguments::mode);
      }
      case TRUNCATE -> {
        text("path", FileNameSources.FILE);
        number("length", e -> e.event().u64(Fs.LENGTH));
      }
      default -> {
        number("fd", e -> e.event().u32(Fs.ASKED + Asked.DIRFD));
        number("length", e -> e.event().u64(Fs.LENGTH));
      }
    }
  }

  private static long callFlags(EventContext event) {
    return event.event().u32(Fs.CALL_FLAGS) & 0xffff_ffffL;
  }

  /** The mode is an argument only where a file can be created, and rubbish elsewhere. */
  private static long createMode(EventContext event) {
    boolean creates = (event.event().u64(Open.OPEN_FLAGS) & CREATES) != 0;
    return creates ? event.event().u32(Open.CREATE_MODE) & 0xffff_ffffL : 0;
  }

  private static long mode(EventContext event) {
    return event.event().u32(Fs.MODE) & 0xffff_ffffL;
  }

  /** A name as the caller gave it. */
  static TextSource asked(int asked) {
    Text name = new Text();
    return event -> event.event().text(asked + Asked.TEXT, name) ? name : null;
  }
}
