package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.FileNames;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.CallArgument.Kind;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** The names of files in records. */
final class FileNameSources {
  private static final FileNames NONE = new FileNames();
  private static final int FORMAT = 0170000;
  private static final int DIRECTORY = 0040000;

  private FileNameSources() {}

  /** The file that the event is about. */
  static final NamesSource FILE =
      new NamesSource() {
        @Override
        public FileNames names(EventContext event) {
          return event.event().files();
        }

        @Override
        public boolean identified() {
          return true;
        }

        @Override
        public FilePart filePart() {
          return FilePart.PATH;
        }
      };

  /** The second name of rename and link. */
  static final NamesSource TARGET = event -> event.event().targets();

  /** The directories that hold the event's file; the file itself if it is a directory. */
  static NamesSource directories(EventType type) {
    TextMapping directory = new FolderPart();
    return new NamesSource() {
      @Override
      public FileNames names(EventContext event) {
        return event.event().files();
      }

      @Override
      public @Nullable TextMapping part(EventContext event) {
        return isDirectory(type, event.event()) ? null : directory;
      }

      @Override
      public FilePart filePart() {
        return FilePart.FOLDER;
      }
    };
  }

  /** The last components of the event's file; none for a directory. */
  static NamesSource fileNames(EventType type) {
    TextMapping last = lastComponent();
    return new NamesSource() {
      @Override
      public FileNames names(EventContext event) {
        EventView view = event.event();
        return isDirectory(type, view) || view.result() < 0 ? NONE : view.files();
      }

      @Override
      public TextMapping part(EventContext event) {
        return last;
      }

      @Override
      public FilePart filePart() {
        return FilePart.LEAF;
      }
    };
  }

  /** Whether a call other than open is about a file, by its name, a descriptor or its memory. */
  static boolean namesFile(EventType type) {
    return type.family() == Family.FS
        || CallTable.has(type, Kind.FILE, Kind.MAPPED, Kind.DESCRIPTOR, Kind.NEW_DESCRIPTOR);
  }

  /** Where the inode is in records of a type, or -1. */
  static int inode(EventType type) {
    return type.family() == Family.OPEN ? Open.INODE : namesFile(type) ? Fs.INODE : -1;
  }

  /** Where the kernel's path is in records of a type, or -1. */
  static int path(EventType type) {
    return type.family() == Family.OPEN ? Open.PATH : namesFile(type) ? Fs.PATH : -1;
  }

  static boolean isDirectory(EventType type, EventView event) {
    int inode = inode(type);
    return inode >= 0 && (event.u32(inode + Inode.MODE) & FORMAT) == DIRECTORY;
  }

  /** The part after the last slash; all of a name that has none or ends in it. */
  static TextMapping lastComponent() {
    Text part = new Text();
    return path -> {
      int slash = path.lastIndexOf((byte) '/');
      if (slash < 0 || slash == path.length() - 1) {
        return path;
      }
      part.set(path.array(), path.offset() + slash + 1, path.length() - slash - 1);
      return part;
    };
  }
}
