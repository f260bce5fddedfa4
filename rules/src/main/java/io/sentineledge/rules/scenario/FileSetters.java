package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.InodeFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.rules.scenario.Setters.Setter;
import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.List;
import java.util.Map;

/** {@code fd.*}, {@code file.*} and {@code fs.path.*} of files. */
final class FileSetters {
  private static final int MINOR_BITS = 20;
  private static final List<String> FILE_TYPES =
      List.of("fifo", "char", "directory", "block", "regular", "link", "socket");
  private static final int[] FILE_MODES = {
    0010644, 0020644, 0040755, 0060644, 0100644, 0120777, 0140755
  };

  private FileSetters() {}

  static void define(Map<String, Setter> setters) {
    setters.put("fd.num", (f, argument, value) -> number(f, value));
    setters.put("fd.name", (f, argument, value) -> name(f, value));
    setters.put("fd.nameraw", (f, argument, value) -> file(f, "fd.nameraw").asked = value.text());
    setters.put("fd.type", (f, argument, value) -> type(f, value));
    setters.put("fd.typechar", (f, argument, value) -> letter(f, value));
    setters.put("fd.ino", (f, argument, value) -> file(f, "fd.ino").inode = value.number());
    setters.put("fd.dev", (f, argument, value) -> file(f, "fd.dev").device = value.number());
    setters.put(
        "fd.dev.major",
        (f, argument, value) ->
            file(f, "fd.dev.major").device |= (long) value.number(4095) << MINOR_BITS);
    setters.put(
        "fd.dev.minor",
        (f, argument, value) ->
            file(f, "fd.dev.minor").device |= value.number((1 << MINOR_BITS) - 1));
    setters.put(
        "file.type",
        (f, argument, value) -> file(f, "file.type").fileType = FILE_MODES[value.word(FILE_TYPES)]);
    setters.put(
        "file.path.host", (f, argument, value) -> file(f, "file.path.host").path = value.text());
    setters.put(
        "file.path.process",
        (f, argument, value) -> file(f, "file.path.process").processPath = value.text());
    setters.put(
        "file.of_agent", (f, argument, value) -> file(f, "file.of_agent").ofAgent = value.flag());
    setters.put("file.is_fresh", (f, argument, value) -> bit(f, value, InodeFlag.CHANGED));
    setters.put("file.is_upper_layer", (f, argument, value) -> bit(f, value, InodeFlag.UPPER));
    paths(setters);
  }

  /** One bit of what is known of the file. */
  private static void bit(EventFacts facts, Value value, InodeFlag flag) throws BadValue {
    EventFacts file = file(facts, "bits of a file");
    file.fileFlags |= InodeFlag.MAPPED.bit() | (value.flag() ? flag.bit() : 0);
  }

  private static void paths(Map<String, Setter> setters) {
    setters.put(
        "fs.path.name",
        (f, argument, value) -> {
          if (hasTwo(f.type)) {
            throw new BadValue(
                "events of type " + f.type.falcoName() + " have two paths",
                "Set fs.path.source and fs.path.target.");
          }
          file(f, "fs.path.name").path = value.text();
        });
    setters.put(
        "fs.path.nameraw", (f, argument, value) -> file(f, "fs.path.nameraw").asked = value.text());
    setters.put("fs.path.source", (f, argument, value) -> two(f, value, isLink(f.type)));
    setters.put("fs.path.target", (f, argument, value) -> two(f, value, !isLink(f.type)));
  }

  private static boolean hasTwo(EventType type) {
    return switch (type) {
      case RENAME, RENAMEAT, RENAMEAT2, LINK, LINKAT, SYMLINK, SYMLINKAT -> true;
      default -> false;
    };
  }

  private static boolean isLink(EventType type) {
    return type == EventType.LINK || type == EventType.LINKAT;
  }

  private static void two(EventFacts facts, Value value, boolean second) throws BadValue {
    if (!hasTwo(facts.type)) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " have one path", "Set fs.path.name.");
    }
    if (second) {
      facts.target = value.text();
    } else {
      facts.path = value.text();
    }
  }

  /** The facts, if the event is about a file. */
  private static EventFacts file(EventFacts facts, String field) throws BadValue {
    Family family = facts.type.family();
    if (family != Family.OPEN && family != Family.FS && !CallFacts.byDescriptor(facts.type)) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " are about no file, so have no " + field,
          "It can be set in open, creat, unlink, rename, chmod and the like.");
    }
    return facts;
  }

  private static void name(EventFacts facts, Value value) throws BadValue {
    if (facts.type.family() == Family.NET) {
      SocketSetters.name(facts, value);
    } else if (!EventSetters.ofDescriptor(facts.type)) {
      throw new BadValue(
          "events of type " + facts.type.falcoName() + " have no descriptor, so no fd.name",
          facts.type.family() == Family.FS
              ? "Set fs.path.name, or evt.arg with the argument's name."
              : null);
    } else {
      facts.path = value.text();
    }
  }

  private static void number(EventFacts facts, Value value) throws BadValue {
    long number = value.number();
    switch (facts.type) {
      case OPEN, OPENAT, OPENAT2, CREAT, ACCEPT, ACCEPT4 -> {
        if (facts.result == null) {
          facts.result = number;
        }
      }
      case FCHMOD, FTRUNCATE -> facts.words.put(Fs.ASKED + Asked.DIRFD, number);
      case CONNECT, BIND, LISTEN -> facts.words.put(Net.FD, number);
      default ->
          throw new BadValue(
              "events of type " + facts.type.falcoName() + " have no descriptor", null);
    }
  }

  private static void type(EventFacts facts, Value value) throws BadValue {
    int index = value.word(List.of("file", "directory", "ipv4", "ipv6", "unix"));
    letter(facts, value.with(List.of("f", "d", "4", "6", "u").get(index)));
  }

  private static void letter(EventFacts facts, Value value) throws BadValue {
    if (facts.type.family() == Family.NET) {
      SocketSetters.letter(facts, value.text());
    } else if (EventSetters.ofDescriptor(facts.type)) {
      facts.directory = value.word(List.of("f", "d")) == 1;
    } else {
      throw new BadValue("events of type " + facts.type.falcoName() + " have no descriptor", null);
    }
  }
}
