package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.TEXT;
import static io.sentineledge.filter.field.FieldType.TIME;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.event.EventView;
import io.sentineledge.event.Lane;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import io.sentineledge.filter.field.Field.Argument;
import io.sentineledge.state.EventContext;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** {@code evt.*}: the event itself. */
final class EventFields {
  private static final long SECOND = 1_000_000_000L;
  private static final long MISSING = NumberSource.MISSING;
  private static final int O_ACCMODE = 3;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_PATH = 0x200000;

  /** The bit that is O_TMPFILE's alone. */
  private static final int TEMPORARY = 0x400000;

  private static final int EXECUTE_BITS = 0111;

  private EventFields() {}

  static void define(FieldSet fields) {
    identity(fields);
    times(fields);
    result(fields);
    opens(fields);
    arguments(fields);
    origin(fields);
  }

  private static void identity(FieldSet fields) {
    fields.number("evt.num", "Number of the event, counted from 1.", EventContext::number);
    fields.add(
        "evt.type",
        TEXT,
        "Name of the event, such as openat.",
        (type, argument) -> TextSource.fixed(type.falcoName()));
    fields.add(
        "evt.type.is",
        NUMBER,
        Argument.REQUIRED,
        "1 for events of the type that is named, as in evt.type.is.open; 0 for others.",
        (type, argument) -> NumberSource.fixed(type.falcoName().equals(argument)));
    fields.add(
        "syscall.type",
        TEXT,
        "evt.type for events that are system calls.",
        (type, argument) -> isCall(type) ? TextSource.fixed(type.falcoName()) : null);
    fields.add(
        "evt.dir",
        TEXT,
        "Always <: an event is reported when the call returns.",
        (type, argument) -> TextSource.fixed("<"));
    fields.add(
        "evt.category",
        TEXT,
        "What the event is about: file, net, process, user, signal, memory, system or other.",
        (type, argument) -> TextSource.fixed(category(type)));
    fields.number("evt.cpu", "Number of the cpu.", event -> event.event().u32(Header.CPU));
    fields.text("evt.hostname", "Name of the machine.", event -> Lineage.known(event.hostName()));
    fields.add(
        "evt.source", TEXT, "Always syscall.", (type, argument) -> TextSource.fixed("syscall"));
    fields.bool("evt.is_async", "Always false.", NumberSource.fixed(false));
    fields.number("evt.count", "Always 1.", new NumberSource.Fixed(1));
    fields.number("evt.count.exit", "Always 1.", new NumberSource.Fixed(1));
  }

  /** Whether events of a type tell how something came out. */
  private static boolean hasResult(EventType type) {
    return isCall(type) || type.isTcpState();
  }

  /** Whether events of a type are system calls. */
  private static boolean isCall(EventType type) {
    return type.family() != Family.EXIT
        && type.family() != Family.COMM
        && type != EventType.CGROUP_ATTACH
        && !type.isTcpState();
  }

  private static String category(EventType type) {
    return switch (type.family()) {
      case OPEN, FS, CHDIR -> "file";
      case NET -> "net";
      case EXEC, FORK, EXIT, COMM -> "process";
      case PTRACE -> "other";
      case CALL -> callCategory(type);
    };
  }

  private static String callCategory(EventType type) {
    if (type.lane() == Lane.BULK) {
      return "file";
    }
    int id = type.id();
    if (id >= EventType.KILL.id() && id <= EventType.RT_TGSIGQUEUEINFO.id()) {
      return "signal";
    }
    if (id >= EventType.MMAP.id() && id <= EventType.USERFAULTFD.id()) {
      return "memory";
    }
    if (id <= EventType.CAPSET.id()) {
      return "user";
    }
    return id >= EventType.MOUNT.id() && id <= EventType.CHROOT.id() ? "file" : "system";
  }

  private static long time(EventContext event) {
    return event.event().time() + event.bootTime();
  }

  private static void times(FieldSet fields) {
    fields.time(
        "evt.time",
        "Time of the event; as text, the local time of day.",
        Display.CLOCK,
        EventFields::time);
    fields.time(
        "evt.time.s",
        "evt.time without the fraction of a second.",
        Display.CLOCK_SECONDS,
        EventFields::time);
    fields.time(
        "evt.time.iso8601",
        "Time of the event; as text, in ISO 8601, UTC.",
        Display.ISO8601,
        EventFields::time);
    fields.time(
        "evt.datetime",
        "Time of the event; as text, local date and time.",
        Display.DATE_CLOCK,
        EventFields::time);
    fields.time(
        "evt.datetime.s",
        "evt.datetime without the fraction of a second.",
        Display.DATE_CLOCK_SECONDS,
        EventFields::time);
    fields.number("evt.rawtime", TIME, "Time of the event, ns since 1970.", EventFields::time);
    fields.number("evt.rawtime.s", "Whole seconds of evt.rawtime.", event -> time(event) / SECOND);
    fields.number(
        "evt.rawtime.ns",
        "Fraction of a second of evt.rawtime, ns.",
        event -> time(event) % SECOND);
  }

  private static void result(FieldSet fields) {
    fields.add(
        "evt.rawres",
        NUMBER,
        "What the call returned; a negative number is an error. Of states of TCP: 0, or why the"
            + " connection failed or ended.",
        (type, argument) -> hasResult(type) ? result() : null);
    Text success = Text.of("SUCCESS");
    fields.add(
        "evt.res",
        TEXT,
        "SUCCESS, or the name of the error, such as ENOENT.",
        (type, argument) -> {
          TextBuffer buffer = new TextBuffer();
          TextSource name =
              event -> {
                long result = Results.value(event);
                if (result == MISSING) {
                  return null;
                }
                if (result >= 0) {
                  return success;
                }
                Text error = Errno.name(-result);
                return error != null ? error : buffer.clear().append(result).text();
              };
          return hasResult(type) ? name : null;
        });
    fields.add(
        "evt.failed",
        BOOL,
        "Whether the call failed.",
        (type, argument) -> {
          NumberSource failed = Results::failed;
          return hasResult(type) ? failed : null;
        });
    fields.add(
        "evt.count.error",
        NUMBER,
        "1 if the call failed, else 0.",
        (type, argument) -> {
          NumberSource failed = Results::failed;
          return hasResult(type) ? failed : null;
        });
  }

  private static NumberSource result() {
    return Results::value;
  }

  private static void opens(FieldSet fields) {
    open(
        fields,
        "evt.is_open_read",
        "Whether a file was opened for reading. O_PATH opens for neither.",
        flags -> (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_WRONLY);
    open(
        fields,
        "evt.is_open_write",
        "Whether a file was opened for writing.",
        flags ->
            (flags & O_PATH) == 0
                && ((flags & O_ACCMODE) == O_WRONLY || (flags & O_ACCMODE) == O_RDWR));
    fields.add(
        "evt.is_open_exec",
        BOOL,
        "Whether a file would be created with permission to execute.",
        (type, argument) ->
            type.family() != Family.OPEN
                ? NumberSource.fixed(false)
                : number(EventFields::executable));
    fields.add(
        "evt.is_open_create",
        BOOL,
        "Whether the call created the file.",
        (type, argument) ->
            type.family() != Family.OPEN
                ? NumberSource.fixed(false)
                : number(EventFields::created));
  }

  private static NumberSource number(NumberSource source) {
    return source;
  }

  private static long executable(EventContext event) {
    boolean creates = (event.event().u64(Open.OPEN_FLAGS) & (O_CREAT | TEMPORARY)) != 0;
    int mode = event.event().u32(Open.CREATE_MODE);
    return creates && (mode & EXECUTE_BITS) != 0 ? 1 : 0;
  }

  private static long created(EventContext event) {
    long flags = event.event().u64(Open.OPEN_FLAGS);
    boolean made = event.event().flag(RecordFlag.CREATED) || (flags & TEMPORARY) != 0;
    return event.event().result() >= 0 && made ? 1 : 0;
  }

  private static void open(
      FieldSet fields, String name, String description, LongPredicate condition) {
    fields.add(
        name,
        BOOL,
        description,
        (type, argument) ->
            type.family() != Family.OPEN
                ? NumberSource.fixed(false)
                : number(event -> condition.test(event.event().u64(Open.OPEN_FLAGS)) ? 1 : 0));
  }

  private static void arguments(FieldSet fields) {
    fields.add(
        "evt.arg",
        TEXT,
        Argument.REQUIRED,
        "Argument of the event by name or by number from 0, as in evt.arg.flags or evt.arg[1]."
            + " Numbers are given by what they stand for, where they do.",
        (type, argument) -> {
          EventArgument found = argument(type, argument);
          return found == null ? null : found.value();
        });
    for (String name : new String[] {"evt.args", "evt.info"}) {
      fields.add(
          name,
          TEXT,
          "All arguments of the event, as name=value.",
          (type, argument) -> {
            List<EventArgument> arguments = EventArguments.of(type);
            TextBuffer buffer = new TextBuffer();
            TextSource all =
                event -> {
                  buffer.clear();
                  for (EventArgument each : arguments) {
                    each.write(event, buffer);
                  }
                  return buffer.text();
                };
            return all;
          });
    }
    fields.add(
        "evt.abspath",
        TEXT,
        "Path that the call worked on; evt.abspath.src and evt.abspath.dst where there are two.",
        (type, argument) ->
            type.family() == Family.OPEN || FileNameSources.namesFile(type)
                ? FileNameSources.FILE
                : null);
    fields.add(
        "evt.abspath.src",
        TEXT,
        "First path of a call that has two.",
        (type, argument) -> FileNameSources.namesFile(type) ? FileNameSources.FILE : null);
    fields.add(
        "evt.abspath.dst",
        TEXT,
        "Second path of a call that has two.",
        (type, argument) -> type.family() == Family.FS ? FileNameSources.TARGET : null);
  }

  /** The argument with a name or number; null if the type has none. */
  static @Nullable EventArgument argument(EventType type, @Nullable String argument) {
    if (argument == null) {
      return null;
    }
    if (FieldUse.isIndex(argument)) {
      List<EventArgument> all = EventArguments.of(type);
      int index = Integer.parseInt(argument);
      return index < all.size() ? all.get(index) : null;
    }
    return EventArguments.find(type, argument);
  }

  private static void origin(FieldSet fields) {
    Text call = Text.of("syscall");
    Text compat = Text.of("int80");
    Text x32 = Text.of("x32");
    Text ring = Text.of("io_uring");
    TextSource way =
        event -> {
          EventView view = event.event();
          if (view.flag(RecordFlag.IO_URING)) {
            return ring;
          }
          return view.flag(RecordFlag.COMPAT) ? compat : view.flag(RecordFlag.X32) ? x32 : call;
        };
    fields.add(
        "evt.via",
        TEXT,
        "How the kernel was asked: syscall, int80 for a 32-bit call, x32, or io_uring.",
        (type, argument) -> type.isTcpState() ? null : way);
    TamperingFields.define(fields);
    Text[] provenance = {Text.of("kernel_object"), Text.of("kernel_copy"), Text.of("user_memory")};
    fields.add(
        "evt.provenance",
        TEXT,
        "Where the event's main name or address comes from: kernel_object (what the kernel used),"
            + " kernel_copy, or user_memory (which the process may have changed meanwhile).",
        (type, argument) -> {
          NumberSource kind = provenance(type);
          TextSource name =
              event -> {
                long value = kind == null ? 0 : kind.get(event);
                return value >= 1 && value <= provenance.length
                    ? provenance[(int) value - 1]
                    : null;
              };
          return kind == null ? null : name;
        });
  }

  /** Of a name that was asked for: io_uring copies it when a request is made. */
  private static long copied(EventContext event) {
    EventView view = event.event();
    return view.flag(RecordFlag.IO_URING) || view.flag(RecordFlag.NAME_COPIED) ? 2 : 3;
  }

  /** enum se_provenance of bpf/include/event.h. */
  private static @Nullable NumberSource provenance(EventType type) {
    return switch (type.family()) {
      case EXEC ->
          event -> event.event().result() < 0 ? event.event().u8(Exec.ASKED_PROVENANCE) : 1;
      case NET -> event -> event.event().u8(Net.SOCKET + Socket.PROVENANCE);
      case OPEN -> event -> event.event().present(Open.PATH) ? 1 : copied(event);
      case FS, CALL -> event -> event.event().present(Fs.PATH) ? 1 : copied(event);
      default -> null;
    };
  }
}
