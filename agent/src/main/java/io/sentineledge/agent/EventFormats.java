package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventType.Family;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Fields;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.filter.field.Field;
import io.sentineledge.filter.field.KnownNames;
import io.sentineledge.state.EventContext;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of an event, by its kind. Used by the reader's thread. */
final class EventFormats {
  /** The same for every event, or said by another field. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "evt.type",
          "evt.dir",
          "evt.source",
          "evt.is_async",
          "evt.count",
          "evt.info",
          "evt.time.s",
          "evt.time.iso8601",
          "evt.datetime",
          "evt.datetime.s",
          "evt.rawtime",
          "evt.rawtime.s",
          "evt.rawtime.ns",
          "syscall.type");

  private final OutputFormat subject = compile("%proc.name(%proc.pid)");
  private final Map<Family, OutputFormat> details = new EnumMap<>(Family.class);
  private final Map<Family, OutputFormat> fields = new EnumMap<>(Family.class);

  EventFormats() {
    String common =
        Fields.all().stream()
            .filter(field -> field.argument() != Field.Argument.REQUIRED)
            .filter(field -> field.use() == Field.Use.ANYWHERE)
            .map(Field::name)
            .filter(name -> !LEFT_OUT.contains(name))
            .map(name -> "%" + name)
            .collect(Collectors.joining(" "));
    for (Family family : Family.values()) {
      details.put(family, compile(details(family)));
      String arguments =
          arguments(family).map(name -> " %evt.arg." + name).collect(Collectors.joining());
      fields.put(family, compile(common + arguments));
    }
  }

  private static String details(Family family) {
    return switch (family) {
      case EXEC -> "%proc.cmdline";
      case OPEN -> "%fd.name flags=%evt.arg.flags res=%evt.res";
      case NET -> "%fd.l4proto %fd.name res=%evt.res";
      default -> "%evt.args";
    };
  }

  /** Names of arguments that no field of their own tells. */
  private static Stream<String> arguments(Family family) {
    return switch (family) {
      case EXEC -> Stream.of("filename", "flags");
      case FORK -> Stream.of("flags");
      case EXIT -> Stream.of("status", "ret", "sig", "core");
      case COMM -> Stream.of("name");
      case CHDIR -> Stream.of("path");
      case PTRACE -> Stream.of("request", "pid", "addr", "data");
      case NET ->
          Stream.of(
              "tuple",
              "backlog",
              "size",
              "flags",
              "domain",
              "type",
              "proto",
              "how",
              "oldfd",
              "newfd",
              "fd1",
              "fd2",
              "cmd",
              "duration",
              "sent",
              "received",
              "role");
      case OPEN -> Stream.of("name", "path", "flags", "mode", "resolve", "dev", "ino");
      case FS ->
          Stream.of("name", "path", "oldpath", "newpath", "target", "linkpath", "flags", "mode");
      case CALL -> ofCalls();
    };
  }

  private static Stream<String> ofCalls() {
    return Arrays.stream(EventType.values())
        .filter(type -> type.family() == Family.CALL)
        .flatMap(type -> KnownNames.argumentsOf(type).stream())
        .filter(name -> !name.equals("res"))
        .distinct();
  }

  private static OutputFormat compile(String format) {
    try {
      return OutputFormat.compile(format, "events");
    } catch (ConditionException e) {
      throw new IllegalStateException("format of events is not valid: " + format, e);
    }
  }

  /** The process. */
  String subject(EventContext event) {
    return subject.format(event);
  }

  /** What it did. */
  String details(EventContext event) {
    return of(details, event).format(event);
  }

  /** Every field that has a value. */
  Map<String, @Nullable Object> fields(EventContext event) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(of(fields, event).fields(event));
    all.values().removeIf(Objects::isNull);
    return all;
  }

  private static OutputFormat of(Map<Family, OutputFormat> formats, EventContext event) {
    EventType type = event.event().type();
    return Objects.requireNonNull(formats.get(type.family()));
  }
}
