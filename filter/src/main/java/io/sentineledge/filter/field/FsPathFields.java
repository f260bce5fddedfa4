package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.TEXT;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.FileNames;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** {@code fs.path.*}: the paths that a successful call worked on. */
final class FsPathFields {
  private static final FileNames NONE = new FileNames();

  private FsPathFields() {}

  static void define(FieldSet fields) {
    fields.add(
        "fs.path.name",
        TEXT,
        "Path of the file that a successful call worked on, where there is one path.",
        (type, argument) -> hasOnePath(type) ? succeeded(FileNameSources.FILE) : null);
    fields.add(
        "fs.path.nameraw",
        TEXT,
        "fs.path.name as the process gave it.",
        (type, argument) -> hasOnePath(type) ? succeeded(asked(type)) : null);
    fields.add(
        "fs.path.source",
        TEXT,
        "Of rename, the old path; of link and symlink, the path of the new link.",
        (type, argument) -> succeeded(source(type)));
    fields.add(
        "fs.path.sourceraw",
        TEXT,
        "fs.path.source as the process gave it.",
        (type, argument) -> succeeded(rawSource(type)));
    fields.add(
        "fs.path.target",
        TEXT,
        "Of rename, the new path; of link, the existing path; of symlink, what the link says.",
        (type, argument) -> succeeded(target(type)));
    fields.add(
        "fs.path.targetraw",
        TEXT,
        "fs.path.target as the process gave it.",
        (type, argument) -> succeeded(rawTarget(type)));
    fields.add(
        "fs.path.new",
        TEXT,
        "Path that a successful call gave to a file: of rename and link, the new path; of symlink,"
            + " that of the link; of open, mkdir and mknod, the path of the file.",
        (type, argument) -> succeeded(created(type)));
  }

  private static @Nullable Source created(EventType type) {
    if (type.family() == Family.OPEN || isSymlink(type) || makes(type)) {
      return FileNameSources.FILE;
    }
    return isRename(type) || isLink(type) ? FileNameSources.TARGET : null;
  }

  private static boolean hasOnePath(EventType type) {
    return type.family() == Family.OPEN
        || (FileNameSources.namesFile(type)
            && !isRename(type)
            && !isLink(type)
            && !isSymlink(type));
  }

  private static boolean makes(EventType type) {
    return type.id() >= EventType.MKDIR.id() && type.id() <= EventType.MKNODAT.id();
  }

  private static boolean isRename(EventType type) {
    return type == EventType.RENAME || type == EventType.RENAMEAT || type == EventType.RENAMEAT2;
  }

  private static boolean isLink(EventType type) {
    return type == EventType.LINK || type == EventType.LINKAT;
  }

  private static boolean isSymlink(EventType type) {
    return type == EventType.SYMLINK || type == EventType.SYMLINKAT;
  }

  private static TextSource asked(EventType type) {
    return EventArguments.asked(type.family() == Family.OPEN ? Open.ASKED : Fs.ASKED);
  }

  private static @Nullable Source source(EventType type) {
    return isLink(type)
        ? FileNameSources.TARGET
        : isRename(type) || isSymlink(type) ? FileNameSources.FILE : null;
  }

  private static @Nullable Source target(EventType type) {
    return isRename(type)
        ? FileNameSources.TARGET
        : isLink(type)
            ? FileNameSources.FILE
            : isSymlink(type) ? EventArguments.asked(Fs.TARGET) : null;
  }

  private static @Nullable Source rawSource(EventType type) {
    return isLink(type)
        ? EventArguments.asked(Fs.TARGET)
        : isRename(type) || isSymlink(type) ? EventArguments.asked(Fs.ASKED) : null;
  }

  private static @Nullable Source rawTarget(EventType type) {
    return isLink(type)
        ? EventArguments.asked(Fs.ASKED)
        : isRename(type) || isSymlink(type) ? EventArguments.asked(Fs.TARGET) : null;
  }

  /** The value where the call succeeded. */
  private static @Nullable Source succeeded(@Nullable Source source) {
    return switch (source) {
      case TextSource text ->
          (TextSource) event -> event.event().result() < 0 ? null : text.get(event);
      case NamesSource names -> new Succeeded(names);
      case null, default -> null;
    };
  }

  private record Succeeded(NamesSource source) implements NamesSource {
    @Override
    public FileNames names(EventContext event) {
      return event.event().result() < 0 ? NONE : source.names(event);
    }

    @Override
    public boolean identified() {
      return source.identified();
    }

    @Override
    public @Nullable FilePart filePart() {
      return source.filePart();
    }
  }
}
