package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.TEXT;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** {@code evt.tampered} and its siblings: what was exchanged while the kernel worked. */
final class TamperingFields {
  private static final String TAMPERED = "evt.tampered";
  private static final int NONE = -1;

  private TamperingFields() {}

  static void define(FieldSet fields) {
    fields.add(
        TAMPERED,
        BOOL,
        "Whether a name in the process's memory was another one when the call began, or when the"
            + " kernel copied it, than when the call ended; or the file behind a new descriptor is"
            + " not the one that the asked name leads to, where other threads use the same"
            + " descriptors; or, of a call about a socket, the same of the address that it was"
            + " given, or the kernel's socket has another one; or the descriptor of an mmap refers to"
            + " another file than the one that was mapped. Both names count in conditions,"
            + " unless it is known which one the kernel used; of two addresses one does. Of a call"
            + " that opened no file, no value where it cannot be known: the name is the same at"
            + " both ends, and other threads could have rewritten it.",
        (type, argument) -> tampered(type));
    fields.add(
        TAMPERED + ".name",
        TEXT,
        "The other name, or address, of a call whose name was rewritten: what the process's memory"
            + " held when the call began or, where it is known that the kernel used that, when it"
            + " ended.",
        (type, argument) -> other(type));
    fields.add(
        TAMPERED + ".target",
        TEXT,
        "As evt.tampered.name, of the second name of calls that have two.",
        (type, argument) -> other(target(type)));
  }

  /** Whether the field needs names as they were when the call began. */
  static boolean isOne(Field field) {
    return field.name().startsWith(TAMPERED);
  }

  private static @Nullable NumberSource tampered(EventType type) {
    if (TamperedAddress.isGiven(type)) {
      TamperedAddress address = new TamperedAddress(type);
      return event -> address.tampered(event.event());
    }
    if (type == EventType.MMAP) {
      return MappedFile::exchanged;
    }
    int asked = asked(type);
    return asked == NONE ? null : tampered(type, asked);
  }

  private static NumberSource tampered(EventType type, int asked) {
    int target = target(type);
    boolean opens = type.family() == Family.OPEN;
    return event -> {
      EventView view = event.event();
      if (view.changed(asked)
          || (target != NONE && view.changed(target))
          || (opens && event.isReplaced())) {
        return 1;
      }
      boolean known =
          view.flag(RecordFlag.NAME_COPIED)
              || (view.otherKnown(asked) && !view.flag(RecordFlag.MEMORY_SHARED));
      return known || (opens && view.result() >= 0) ? 0 : NumberSource.MISSING;
    };
  }

  private static @Nullable TextSource other(EventType type) {
    if (TamperedAddress.isGiven(type)) {
      TamperedAddress address = new TamperedAddress(type);
      return event -> address.other(event.event());
    }
    return other(asked(type));
  }

  private static @Nullable TextSource other(int asked) {
    if (asked == NONE) {
      return null;
    }
    Text name = new Text();
    return event ->
        event.event().changed(asked) && event.event().text(asked + Asked.OTHER, name) ? name : null;
  }

  private static int asked(EventType type) {
    return switch (type.family()) {
      case OPEN -> Open.ASKED;
      case EXEC -> Exec.ASKED;
      case CHDIR -> Chdir.ASKED;
      case FS, CALL -> FileNameSources.namesFile(type) ? Fs.ASKED : NONE;
      default -> NONE;
    };
  }

  private static int target(EventType type) {
    return asked(type) == Fs.ASKED ? Fs.TARGET : NONE;
  }
}
