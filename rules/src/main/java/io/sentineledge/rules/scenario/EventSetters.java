package io.sentineledge.rules.scenario;

import static io.sentineledge.rules.scenario.ProcessSetters.names;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Exit;
import io.sentineledge.event.RecordLayout.Fork;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.filter.Names;
import io.sentineledge.filter.field.KnownNames;
import io.sentineledge.filter.field.NamedNumbers;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** {@code evt.*}: the call, its result and its arguments. */
final class EventSetters {
  private static final List<String> VIA = List.of("syscall", "int80", "x32");
  private static final long MOST = 0xffff_ffffL;

  private EventSetters() {}

  /** Whether events of a type are about a descriptor of a file. */
  static boolean ofDescriptor(EventType type) {
    return type.family() == Family.OPEN
        || type == EventType.FCHMOD
        || type == EventType.FTRUNCATE
        || CallFacts.byDescriptor(type);
  }

  static void define(Map<String, Setter> setters) {
    setters.put("evt.type", (f, argument, value) -> {});
    setters.put("evt.rawres", (f, argument, value) -> f.result = value.number());
    setters.put("evt.res", (f, argument, value) -> result(f, value));
    setters.put("evt.time", (f, argument, value) -> f.time = value.time());
    setters.put("evt.rawtime", (f, argument, value) -> f.time = value.time());
    setters.put("evt.cpu", (f, argument, value) -> f.cpu = value.number(MOST));
    setters.put("evt.hostname", (f, argument, value) -> f.hostName = value.text());
    setters.put(
        "evt.via",
        (f, argument, value) ->
            f.via =
                switch (value.word(VIA)) {
                  case 1 -> RecordFlag.COMPAT;
                  case 2 -> RecordFlag.X32;
                  default -> null;
                });
    setters.put("evt.is_open_read", (f, argument, value) -> open(f).opensForReading = value.flag());
    setters.put(
        "evt.is_open_write", (f, argument, value) -> open(f).opensForWriting = value.flag());
    setters.put("evt.is_open_create", (f, argument, value) -> open(f).creates = value.flag());
    setters.put("evt.arg", EventSetters::argument);
    setters.put("evt.rawarg", EventSetters::argument);
  }

  private static void result(EventFacts facts, Value value) throws BadValue {
    if (value.text().equals("SUCCESS")) {
      if (facts.result == null) {
        facts.result = 0L;
      }
      return;
    }
    OptionalLong errno = NamedNumbers.errno(value.text());
    facts.result = errno.isPresent() ? -errno.getAsLong() : value.number();
  }

  private static EventFacts open(EventFacts facts) throws BadValue {
    if (facts.type.family() != Family.OPEN) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " open no file",
          "It can be set in open, openat, openat2 and creat.");
    }
    return facts;
  }

  private static void argument(EventFacts facts, String argument, Value value) throws BadValue {
    Map<String, Setter> settable = arguments(facts.type);
    Setter setter = settable.get(argument);
    if (setter == null) {
      boolean known = KnownNames.argumentsOf(facts.type).contains(argument);
      List<String> near = Names.nearest(argument, settable.keySet());
      throw new BadValue(
          "argument '"
              + argument
              + "' of "
              + facts.type.falcoName()
              + (known ? " cannot be set: it follows from other fields" : " does not exist"),
          near.isEmpty()
              ? settable.isEmpty()
                  ? null
                  : "Those that can be set are " + String.join(", ", settable.keySet()) + "."
              : "Did you mean " + String.join(", ", near) + "?");
    }
    setter.set(facts, argument, value);
  }

  /** The arguments of a type that can be set, by name. */
  private static Map<String, Setter> arguments(EventType type) {
    Map<String, Setter> all = new LinkedHashMap<>();
    if (type.family() != Family.EXIT && type.family() != Family.COMM) {
      all.put("res", (f, argument, value) -> result(f, value));
    }
    switch (type.family()) {
      case EXEC -> {
        all.put("filename", (f, argument, value) -> f.asked = value.text());
        all.put("pathname", (f, argument, value) -> f.asked = value.text());
        word(all, "dirfd", Exec.ASKED + Asked.DIRFD);
      }
      case FORK -> {
        flags(all, "flags", Fork.CLONE_FLAGS, NamedNumbers.CLONE_FLAGS);
        word(all, "child_pid", Fork.CHILD_PID);
        word(all, "child_vpid", Fork.CHILD_VPID);
      }
      case EXIT -> exit(all);
      case COMM -> {
        all.put("name", (f, argument, value) -> f.newName = value.text());
        all.put("oldname", (f, argument, value) -> f.process().threadName = value.text());
      }
      case CHDIR -> all.put("path", (f, argument, value) -> f.path = value.text());
      case PTRACE -> ptrace(all);
      case NET -> net(all, type);
      case OPEN -> open(all, type);
      case FS -> tree(all, type);
      case CALL -> CallFacts.setters(all, type);
    }
    return all;
  }

  private static void exit(Map<String, Setter> all) {
    word(all, "status", Exit.CODE);
    all.put(
        "ret",
        (f, argument, value) ->
            f.words.merge(Exit.CODE, (long) value.number(255) << 8, (a, b) -> a | b));
    all.put(
        "sig",
        (f, argument, value) ->
            f.words.merge(Exit.CODE, (long) value.number(127), (a, b) -> a | b));
    all.put(
        "core",
        (f, argument, value) ->
            f.words.merge(Exit.CODE, (long) value.number(1) << 7, (a, b) -> a | b));
  }

  private static void ptrace(Map<String, Setter> all) {
    flags(all, "request", Ptrace.REQUEST, NamedNumbers.PTRACE_REQUEST);
    word(all, "pid", Ptrace.TARGET_TID);
    number(all, "addr", Ptrace.ADDR);
    number(all, "data", Ptrace.DATA);
  }

  private static void net(Map<String, Setter> all, EventType type) {
    all.put("tuple", (f, argument, value) -> SocketSetters.name(f, value));
    all.put("addr", (f, argument, value) -> SocketSetters.name(f, value));
    if (type == EventType.LISTEN) {
      all.remove("tuple");
      all.remove("addr");
      word(all, "backlog", Net.BACKLOG);
    }
    if (type == EventType.SETSOCKOPT) {
      all.remove("tuple");
      all.remove("addr");
      option(all);
    }
    word(all, "fd", Net.FD);
  }

  private static void option(Map<String, Setter> all) {
    all.put(
        "level",
        (f, argument, value) -> f.words.put(Net.OTHER_FD, value.flags(names(NamedNumbers.LEVEL))));
    all.put(
        "optname",
        (f, argument, value) ->
            f.words.put(Net.CALL_FLAGS, value.flags(names(NamedNumbers.SOCKET_OPTION))));
  }

  private static void open(Map<String, Setter> all, EventType type) {
    all.put("name", (f, argument, value) -> f.path = value.text());
    if (type != EventType.CREAT) {
      flags(all, "flags", Open.OPEN_FLAGS, NamedNumbers.OPEN_FLAGS);
    }
    all.put(
        "mode",
        (f, argument, value) ->
            f.words.put(Open.CREATE_MODE, value.flags(names(NamedNumbers.MODE))));
    if (type == EventType.OPENAT2) {
      flags(all, "resolve", Open.RESOLVE, NamedNumbers.RESOLVE_FLAGS);
    }
    word(all, "dirfd", Open.ASKED + Asked.DIRFD);
    all.put("dev", (f, argument, value) -> f.device = value.number());
    all.put("ino", (f, argument, value) -> f.inode = value.number());
  }

  private static void tree(Map<String, Setter> all, EventType type) {
    Setter first = (f, argument, value) -> f.path = value.text();
    Setter second = (f, argument, value) -> f.target = value.text();
    switch (type) {
      case UNLINK, RMDIR, TRUNCATE -> all.put("path", first);
      case UNLINKAT -> {
        all.put("name", first);
        word(all, "dirfd", Fs.ASKED + Asked.DIRFD);
        callFlags(all, NamedNumbers.UNLINKAT_FLAGS);
      }
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT -> {
        all.put("oldpath", first);
        all.put("newpath", second);
      }
      case SYMLINK, SYMLINKAT -> {
        all.put("target", second);
        all.put("linkpath", first);
      }
      case CHMOD, FCHMODAT, FCHMODAT2 -> all.put("filename", first);
      default -> word(all, "fd", Fs.ASKED + Asked.DIRFD);
    }
    switch (type) {
      case RENAMEAT2 -> callFlags(all, NamedNumbers.RENAME_FLAGS);
      case LINKAT -> callFlags(all, NamedNumbers.LINKAT_FLAGS);
      case CHMOD, FCHMOD, FCHMODAT, FCHMODAT2 ->
          all.put(
              "mode",
              (f, argument, value) -> f.words.put(Fs.MODE, value.flags(names(NamedNumbers.MODE))));
      case TRUNCATE, FTRUNCATE -> number(all, "length", Fs.LENGTH);
      default -> {}
    }
  }

  private static void callFlags(Map<String, Setter> all, NamedNumbers named) {
    all.put("flags", (f, argument, value) -> f.words.put(Fs.CALL_FLAGS, value.flags(names(named))));
  }

  private static void flags(Map<String, Setter> all, String name, int field, NamedNumbers named) {
    all.put(name, (f, argument, value) -> f.longs.put(field, value.flags(names(named))));
  }

  private static void number(Map<String, Setter> all, String name, int field) {
    all.put(name, (f, argument, value) -> f.longs.put(field, value.number()));
  }

  private static void word(Map<String, Setter> all, String name, int field) {
    all.put(name, (f, argument, value) -> f.words.put(field, value.number()));
  }
}
