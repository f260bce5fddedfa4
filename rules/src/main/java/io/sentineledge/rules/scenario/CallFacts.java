package io.sentineledge.rules.scenario;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.filter.field.CallArgument;
import io.sentineledge.filter.field.CallArgument.Kind;
import io.sentineledge.filter.field.CallArguments;
import io.sentineledge.filter.field.CallTable;
import io.sentineledge.filter.field.FlagNames;
import io.sentineledge.filter.field.NamedNumbers;
import io.sentineledge.filter.field.RequestNames;
import io.sentineledge.rules.scenario.Setters.Setter;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Arguments of calls that are reported by their arguments alone. */
final class CallFacts {
  private CallFacts() {}

  /** Whether the file of such an event is known by a descriptor, or by its memory. */
  static boolean byDescriptor(EventType type) {
    return CallTable.has(type, Kind.DESCRIPTOR, Kind.NEW_DESCRIPTOR, Kind.MAPPED);
  }

  /** Adds what sets the arguments of a type, by name. */
  static void setters(Map<String, Setter> all, EventType type) {
    for (CallArgument argument : CallTable.of(type)) {
      Setter setter = setter(argument);
      if (setter != null) {
        all.put(argument.name(), setter);
      }
    }
  }

  private static @Nullable Setter setter(CallArgument argument) {
    int field = CallArguments.field(argument.at());
    FlagNames names = argument.names();
    return switch (argument.kind()) {
      case RESULT, NEW_DESCRIPTOR, MEMBER, LONG_MEMBER, WHOLE, GROUPS, INHERITABLE -> null;
      case SIGNED,
          UNSIGNED,
          LONG,
          USER,
          GROUP,
          PROCESS,
          DESCRIPTOR,
          NUMBER_OF_DESCRIPTOR,
          DIRECTORY,
          TARGET_DIRECTORY ->
          (facts, name, value) -> facts.longs.put(field, value.number());
      case NAMED ->
          names == null
              ? null
              : (facts, name, value) ->
                  facts.longs.put(
                      field, value.flags(ProcessSetters.names(new NamedNumbers(names))));
      case TARGET -> (facts, name, value) -> facts.words.put(Syscall.TARGET_PID, value.number());
      case FILE, MAPPED -> (facts, name, value) -> facts.path = value.text();
      case TARGET_FILE, CONTENT -> (facts, name, value) -> facts.target = value.text();
      case FIRST -> (facts, name, value) -> facts.texts.put(Syscall.FIRST, value.text());
      case SECOND, OBJECT_NAME ->
          (facts, name, value) -> facts.texts.put(Syscall.SECOND, value.text());
      case REQUEST_VALUE -> (facts, name, value) -> requestValue(facts, field, value.text());
      case PERMITTED -> capabilities(Header.CAP_PERMITTED);
      case EFFECTIVE -> capabilities(Header.CAP_EFFECTIVE);
      case OBJECT_ID -> (facts, name, value) -> facts.words.put(Syscall.OBJECT_ID, value.number());
      case OBJECT -> (facts, name, value) -> facts.words.put(Syscall.OBJECT, value.number() + 1);
    };
  }

  private static void requestValue(EventFacts facts, int field, String value) {
    OptionalLong flags = RequestNames.flags(value);
    if (flags.isPresent()) {
      facts.longs.put(field, flags.getAsLong());
    } else {
      facts.texts.put(Syscall.FIRST, value);
    }
  }

  private static Setter capabilities(int field) {
    return (facts, name, value) ->
        facts.longs.put(field, value.flags(ProcessSetters.names(NamedNumbers.CAPABILITIES)));
  }
}
