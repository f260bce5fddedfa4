package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that rules may use for events and arguments, observed by this agent or not. */
public final class KnownNames {
  private static final Set<String> EVENT_TYPES = eventTypes();
  private static final Set<String> ARGUMENTS = arguments();

  private KnownNames() {}

  /** Values that {@code evt.type} may be compared with. */
  public static Set<String> eventTypeNames() {
    return EVENT_TYPES;
  }

  /** Names that may follow {@code evt.arg.}. */
  public static Set<String> argumentNames() {
    return ARGUMENTS;
  }

  /** The arguments that events of a type have, in the order of their numbers. */
  public static List<String> argumentsOf(EventType type) {
    return EventArguments.of(type).stream()
        .filter(argument -> argument.value() != null)
        .map(EventArgument::name)
        .toList();
  }

  private static Set<String> eventTypes() {
    Set<String> names = read("event-types.txt");
    for (EventType type : EventType.values()) {
      names.add(type.falcoName());
    }
    return Set.copyOf(names);
  }

  private static Set<String> arguments() {
    Set<String> names = read("event-arguments.txt");
    for (EventType type : EventType.values()) {
      EventArguments.of(type).forEach(argument -> names.add(argument.name()));
    }
    return Set.copyOf(names);
  }

  private static Set<String> read(String resource) {
    try (InputStream in = KnownNames.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete, missing resource=" + resource);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
