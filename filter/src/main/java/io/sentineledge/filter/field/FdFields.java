package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.TEXT;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Folder;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.CallArgument.Kind;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code fd.*} and {@code file.*}: the descriptor and file that an event is about. What is only of
 * sockets is in {@link SocketFields}.
 */
final class FdFields {
  private static final long MISSING = NumberSource.MISSING;
  private static final int MINOR_BITS = 20;
  private static final int TYPE_SHIFT = 12;

  /** By the four bits of a mode that hold the type, linux/stat.h. */
  private static final @Nullable Text[] FILE_TYPES = {
    null,
    Text.of("fifo"),
    Text.of("char"),
    null,
    Text.of("directory"),
    null,
    Text.of("block"),
    null,
    Text.of("regular"),
    null,
    Text.of("link"),
    null,
    Text.of("socket"),
    null,
    null,
    null
  };

  private FdFields() {}

  /** Whether events of a type are about a descriptor of a file, or one that was. */
  static boolean ofFile(EventType type) {
    return type.family() == Family.OPEN
        || type == EventType.FCHMOD
        || type == EventType.FTRUNCATE
        || descriptor(type) != null
        || CallTable.has(type, Kind.MAPPED);
  }

  /** The argument of a call that is a descriptor of a file, or null. */
  private static @Nullable CallArgument descriptor(EventType type) {
    for (CallArgument argument : CallTable.of(type)) {
      if (argument.kind() == Kind.DESCRIPTOR || argument.kind() == Kind.NEW_DESCRIPTOR) {
        return argument;
      }
    }
    return null;
  }

  static boolean ofSocket(EventType type) {
    return type.family() == Family.NET;
  }

  static void define(FieldSet fields) {
    names(fields);
    fields.add(
        "fd.num",
        NUMBER,
        "Number of the descriptor; -1 where the call failed to make one.",
        (type, argument) -> number(type));
    fields.add(
        "fd.type",
        TEXT,
        "What the descriptor refers to: file, directory, ipv4, ipv6, unix or pipe.",
        (type, argument) -> type(type));
    fields.add(
        "fd.typechar",
        TEXT,
        "fd.type as one letter: f, d, 4, 6, u or p; f also for an open that failed.",
        (type, argument) -> typeLetter(type));
    inode(fields);
    paths(fields);
    MappedFile.define(fields);
  }

  private static void names(FieldSet fields) {
    fields.add(
        "fd.name",
        TEXT,
        "Of a file, its path; of an IP socket, client:port->server:port (one end alone for bind and"
            + " listen); of a unix socket, its path. Printed: the path in the root of the container"
            + " or host. Compared: every name of the file.",
        (type, argument) -> ofFile(type) ? FileNameSources.FILE : SocketFields.name(type));
    fields.add(
        "fd.directory",
        TEXT,
        "Directory that holds the file; of a directory, its own path.",
        (type, argument) -> ofFile(type) ? FileNameSources.directories(type) : null);
    fields.add(
        "fd.filename",
        TEXT,
        "Last component of the file's path; not for directories.",
        (type, argument) -> ofFile(type) ? FileNameSources.fileNames(type) : null);
    fields.add(
        "fd.nameraw",
        TEXT,
        "Name of the file as the process gave it, not made absolute; doubled slashes are one.",
        (type, argument) -> type.family() == Family.OPEN ? raw(Open.ASKED) : null);
  }

  /** A name as it was asked, without doubled slashes. */
  static TextSource raw(int asked) {
    TextBuffer buffer = new TextBuffer();
    Text name = new Text();
    return new TextSource() {
      @Override
      public @Nullable Text get(EventContext event) {
        if (!event.event().text(asked + Asked.TEXT, name)) {
          return null;
        }
        return folder(event) == null && hasDoubledSlash(name) ? single(name, buffer) : name;
      }

      @Override
      public @Nullable Folder folder(EventContext event) {
        return asked == Open.ASKED ? event.event().askedFolder() : null;
      }

      @Override
      public @Nullable FilePart filePart() {
        return asked == Open.ASKED ? FilePart.ASKED : null;
      }
    };
  }

  private static boolean hasDoubledSlash(Text name) {
    byte[] bytes = name.array();
    boolean slash = false;
    for (int i = name.offset(), end = i + name.length(); i < end; i++) {
      boolean next = bytes[i] == '/';
      if (slash && next) {
        return true;
      }
      slash = next;
    }
    return false;
  }

  private static Text single(Text name, TextBuffer buffer) {
    buffer.clear();
    for (int i = 0; i < name.length(); i++) {
      byte b = name.at(i);
      if (b != '/' || i == 0 || name.at(i - 1) != '/') {
        buffer.append(b);
      }
    }
    return buffer.text();
  }

  private static @Nullable NumberSource number(EventType type) {
    CallArgument descriptor = descriptor(type);
    if (descriptor != null) {
      int field = CallArguments.field(descriptor.at());
      return descriptor.kind() == Kind.DESCRIPTOR
          ? event -> event.event().u32(field)
          : event -> Math.max(-1, event.event().result());
    }
    return switch (type) {
      case ACCEPT, ACCEPT4, SOCKET, DUP, DUP2, DUP3, FCNTL -> Results::descriptor;
      case FCHMOD, FTRUNCATE -> event -> event.event().u32(Fs.ASKED + Asked.DIRFD);
      default -> type.family() == Family.OPEN ? Results::descriptor : SocketFields.number(type);
    };
  }

  private static @Nullable TextSource type(EventType type) {
    if (!ofFile(type)) {
      return SocketFields.type(type, "ipv4", "ipv6", "unix", "pipe");
    }
    Text file = Text.of("file");
    Text directory = Text.of("directory");
    boolean mapped = MappedFile.isMapped(type);
    return event ->
        event.event().result() < 0 || (mapped && !MappedFile.isThere(event))
            ? null
            : FileNameSources.isDirectory(type, event.event()) ? directory : file;
  }

  private static @Nullable TextSource typeLetter(EventType type) {
    if (!ofFile(type)) {
      return SocketFields.type(type, "4", "6", "u", "p");
    }
    Text file = Text.of("f");
    Text directory = Text.of("d");
    boolean mapped = MappedFile.isMapped(type);
    return event ->
        mapped && !MappedFile.isThere(event)
            ? null
            : FileNameSources.isDirectory(type, event.event()) ? directory : file;
  }

  private static void inode(FieldSet fields) {
    inodeNumber(
        fields, "fd.dev", "Device number of the file's file system, kernel encoding.", 0, 32);
    inodeNumber(fields, "fd.dev.major", "Major number of the file's file system.", MINOR_BITS, 12);
    inodeNumber(fields, "fd.dev.minor", "Minor number of the file's file system.", 0, MINOR_BITS);
    fields.add(
        "fd.ino",
        NUMBER,
        "Inode number of the file or socket.",
        (type, argument) -> {
          if (ofSocket(type)) {
            return SocketFields.inode();
          }
          int inode = FileNameSources.inode(type);
          NumberSource number =
              event ->
                  event.event().u32(inode + Inode.DEV) == 0
                      ? MISSING
                      : event.event().u64(inode + Inode.INO);
          return inode < 0 ? null : number;
        });
  }

  private static void inodeNumber(
      FieldSet fields, String name, String description, int shift, int bits) {
    fields.add(
        name,
        NUMBER,
        description,
        (type, argument) -> {
          int inode = FileNameSources.inode(type);
          NumberSource number =
              event -> {
                long device = event.event().u32(inode + Inode.DEV) & 0xffff_ffffL;
                return device == 0 ? MISSING : device >>> shift & (1L << bits) - 1;
              };
          return inode < 0 ? null : number;
        });
  }

  private static void paths(FieldSet fields) {
    fields.add(
        "file.type",
        TEXT,
        "What the file is: regular, directory, char, block, fifo or socket. fd.type calls all but"
            + " directories a file.",
        (type, argument) -> {
          int inode = FileNameSources.inode(type);
          TextSource source =
              event ->
                  event.event().u32(inode + Inode.DEV) == 0
                      ? null
                      : FILE_TYPES[event.event().u32(inode + Inode.MODE) >>> TYPE_SHIFT & 0xf];
          return inode < 0 ? null : source;
        });
    fields.add(
        "file.path.process",
        TEXT,
        "Path of the file in the root of the process.",
        (type, argument) -> {
          int path = FileNameSources.path(type);
          Text text = new Text();
          TextSource source = event -> event.event().processPath(path, text) ? text : null;
          return path < 0 ? null : source;
        });
    fields.add(
        "file.path.host",
        TEXT,
        "Path of the file in the root of the container or host.",
        (type, argument) -> {
          int path = FileNameSources.path(type);
          Text text = new Text();
          TextSource source = event -> event.event().hostPath(path, text) ? text : null;
          return path < 0 ? null : source;
        });
    lookedUp(fields, "file.path.looked_up", "the name", FileNameSources.FILE);
    lookedUp(fields, "file.path.looked_up.target", "the second name", FileNameSources.TARGET);
    fields.add(
        "file.in_chroot",
        BOOL,
        "Whether the root of the process is not that of its container or host.",
        (type, argument) -> {
          int path = FileNameSources.path(type);
          NumberSource source =
              event ->
                  !event.event().present(path) ? MISSING : inChroot(event.event(), path) ? 1 : 0;
          return path < 0 ? null : source;
        });
  }

  private static void lookedUp(FieldSet fields, String field, String name, NamesSource names) {
    fields.add(
        field,
        TEXT,
        "Where "
            + name
            + " that a call was given led, links followed, when it was looked up after the call; it"
            + " counts in conditions beside what was asked for. Of calls that leave no file to look"
            + " at, as chmod, mkdir and rename do not; no value where that is the name itself.",
        (type, argument) -> {
          boolean named = type.family() == Family.OPEN || FileNameSources.namesFile(type);
          TextSource source = event -> names.names(event).lookedUp();
          return named ? source : null;
        });
  }

  private static boolean inChroot(EventView event, int path) {
    return event.u16(path + Path.ROOT) != event.u16(path + Path.NAMES + Span.LEN);
  }
}
