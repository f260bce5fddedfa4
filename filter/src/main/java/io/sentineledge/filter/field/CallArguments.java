package io.sentineledge.filter.field;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** Makes the arguments of {@link CallTable} of the fields of a record. */
public final class CallArguments {
  private static final int AT_FDCWD = -100;
  private static final int ARGUMENT_BYTES = 8;
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final long MISSING = NumberSource.MISSING;

  // bpf, as its attributes are laid out in linux/bpf.h.
  private static final int BPF_MAP_CREATE = 0;
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_MAP_NAME = 28;
  private static final int BPF_PROG_NAME = 48;
  private static final int BPF_NAME_BYTES = 16;

  // enum se_object.
  private static final int PROGRAM = 1;
  private static final int MAP = 2;
  private static final int LINK = 3;

  private CallArguments() {}

  static EventArgument of(CallArgument argument) {
    NumberSource number = number(argument);
    return new EventArgument(argument.name(), number, text(argument, number));
  }

  /** Place of an argument in the record. */
  public static int field(int number) {
    return Syscall.ARGS + ARGUMENT_BYTES * (number - 1);
  }

  private static @Nullable NumberSource number(CallArgument argument) {
    int at = argument.at();
    int field = field(at);
    return switch (argument.kind()) {
      case RESULT, NEW_DESCRIPTOR -> event -> event.event().result();
      case SIGNED, PROCESS, DESCRIPTOR, NUMBER_OF_DESCRIPTOR, DIRECTORY, TARGET_DIRECTORY ->
          event -> event.event().u32(field);
      case UNSIGNED, NAMED, USER, GROUP -> event -> event.event().u32(field) & UNSIGNED;
      case LONG -> event -> event.event().u64(field);
      case TARGET -> event -> known(event.event().u32(Syscall.TARGET_PID));
      case MEMBER -> event -> member(event.event(), at, Integer.BYTES);
      case LONG_MEMBER -> event -> member(event.event(), at, Long.BYTES);
      case WHOLE ->
          event -> {
            int bytes = event.event().u16(Syscall.FIRST + Span.LEN);
            return member(event.event(), 0, Math.min(bytes, Long.BYTES));
          };
      case INHERITABLE -> event -> inheritable(event.event());
      case PERMITTED -> event -> event.event().u64(Header.CAP_PERMITTED);
      case EFFECTIVE -> event -> event.event().u64(Header.CAP_EFFECTIVE);
      case REQUEST_VALUE -> event -> RequestNames.number(event.event());
      case OBJECT -> event -> object(event.event());
      case OBJECT_ID -> event -> known(event.event().u32(Syscall.OBJECT_ID));
      case FILE, MAPPED, TARGET_FILE, CONTENT, FIRST, SECOND, GROUPS, OBJECT_NAME -> null;
    };
  }

  private static @Nullable Source text(CallArgument argument, @Nullable NumberSource number) {
    return switch (argument.kind()) {
      case RESULT -> (TextSource) event -> Errno.name(-event.event().result());
      case NEW_DESCRIPTOR -> descriptor(true);
      case DESCRIPTOR -> descriptor(false);
      case NAMED, LONG_MEMBER, INHERITABLE, PERMITTED, EFFECTIVE -> names(argument, number);
      case USER -> (TextSource) event -> event.accounts().userName((int) of(number, event));
      case GROUP -> (TextSource) event -> event.accounts().groupName((int) of(number, event));
      case PROCESS -> (TextSource) event -> name(CallTargets.process(event, of(number, event)));
      case TARGET -> (TextSource) event -> name(CallTargets.behindDescriptor(event));
      case DIRECTORY -> directory(number, Syscall.ASKED);
      case TARGET_DIRECTORY -> directory(number, Syscall.TARGET);
      case FILE, MAPPED -> FileNameSources.FILE;
      case TARGET_FILE -> FileNameSources.TARGET;
      case CONTENT -> EventArguments.asked(Syscall.TARGET);
      case FIRST -> span(Syscall.FIRST);
      case SECOND -> span(Syscall.SECOND);
      case GROUPS -> groups();
      case REQUEST_VALUE -> RequestNames.text();
      case OBJECT -> objectType();
      case OBJECT_NAME -> objectName();
      case SIGNED, UNSIGNED, LONG, NUMBER_OF_DESCRIPTOR, MEMBER, WHOLE, OBJECT_ID -> null;
    };
  }

  private static long of(@Nullable NumberSource number, EventContext event) {
    return number == null ? MISSING : number.get(event);
  }

  private static @Nullable TextSource names(CallArgument argument, @Nullable NumberSource number) {
    FlagNames names = argument.names();
    return names == null || number == null ? null : new FlagsSource(names, number);
  }

  private static long known(int pid) {
    return pid == 0 ? MISSING : pid;
  }

  private static @Nullable Text name(@Nullable ProcessImage process) {
    return process == null ? null : process.name;
  }

  /** A number of the structure that was passed. */
  private static long member(EventView event, int offset, int bytes) {
    int at = event.u16(Syscall.FIRST + Span.OFF);
    if (at == 0 || bytes == 0 || event.u16(Syscall.FIRST + Span.LEN) < offset + bytes) {
      return MISSING;
    }
    return bytes == Long.BYTES ? event.u64(at + offset) : event.u32(at + offset) & UNSIGNED;
  }

  /** In struct __user_cap_data_struct, twice effective, permitted, inheritable. */
  private static long inheritable(EventView event) {
    long low = member(event, 8, Integer.BYTES);
    long high = member(event, 20, Integer.BYTES);
    return low == MISSING || high == MISSING ? MISSING : low | high << 32;
  }

  private static TextSource span(int span) {
    Text text = new Text();
    return event -> event.event().text(span, text) ? text : null;
  }

  private static TextSource descriptor(boolean made) {
    Text path = new Text();
    TextBuffer buffer = new TextBuffer();
    return event ->
        event.event().hostPath(Syscall.PATH, path)
            ? buffer.clear().append("<f>").append(path).text()
            : made ? Errno.name(-event.event().result()) : null;
  }

  private static TextSource directory(@Nullable NumberSource number, int asked) {
    Text path = new Text();
    Text current = Text.of("AT_FDCWD");
    TextBuffer buffer = new TextBuffer();
    return event ->
        of(number, event) == AT_FDCWD
            ? current
            : event.event().hostPath(asked + EventArguments.BASE, path)
                ? buffer.clear().append("<d>").append(path).text()
                : null;
  }

  /** Numbers of 32 bits, or of 16 where the old 32-bit call passed them; separated by commas. */
  private static TextSource groups() {
    TextBuffer buffer = new TextBuffer();
    return event -> {
      EventView view = event.event();
      int at = view.u16(Syscall.FIRST + Span.OFF);
      int bytes = view.u16(Syscall.FIRST + Span.LEN);
      int count = view.u32(field(1));
      int width = bytes == Short.BYTES * count ? Short.BYTES : Integer.BYTES;
      buffer.clear();
      for (int i = 0; at != 0 && i + width <= bytes; i += width) {
        if (i > 0) {
          buffer.append(',');
        }
        buffer.append(width == Short.BYTES ? view.u16(at + i) : view.u32(at + i) & UNSIGNED);
      }
      return at == 0 ? null : buffer.text();
    };
  }

  /** The kind of the object, or of what was asked for where none was made. */
  private static int kind(EventView event) {
    int command = event.u32(field(1));
    return command == BPF_PROG_LOAD
        ? PROGRAM
        : command == BPF_MAP_CREATE ? MAP : event.u32(Syscall.OBJECT_KIND);
  }

  private static long object(EventView event) {
    int object = event.u32(Syscall.OBJECT);
    int command = event.u32(field(1));
    if (object != 0) {
      return object - 1L;
    }
    return command == BPF_PROG_LOAD || command == BPF_MAP_CREATE
        ? member(event, 0, Integer.BYTES)
        : MISSING;
  }

  private static TextSource objectType() {
    FlagsSource program = new FlagsSource(BpfNames.PROGRAMS, e -> object(e.event()));
    FlagsSource map = new FlagsSource(BpfNames.MAPS, e -> object(e.event()));
    FlagsSource link = new FlagsSource(BpfNames.LINKS, e -> object(e.event()));
    return event ->
        switch (kind(event.event())) {
          case PROGRAM -> program.get(event);
          case MAP -> map.get(event);
          case LINK -> link.get(event);
          default -> null;
        };
  }

  private static TextSource objectName() {
    TextSource given = span(Syscall.SECOND);
    Text asked = new Text();
    return event -> {
      Text name = given.get(event);
      if (name != null) {
        return name;
      }
      EventView view = event.event();
      int at = kind(view) == PROGRAM ? BPF_PROG_NAME : BPF_MAP_NAME;
      int first = view.u16(Syscall.FIRST + Span.OFF);
      if (first == 0 || view.u16(Syscall.FIRST + Span.LEN) < at + BPF_NAME_BYTES) {
        return null;
      }
      view.fixed(first + at, BPF_NAME_BYTES, asked);
      return asked;
    };
  }
}
