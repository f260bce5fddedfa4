package io.sentineledge.rules.scenario;

import io.sentineledge.rules.scenario.Value.BadValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that a description can set, by name. */
final class Setters {
  private static final Map<String, Setter> ALL = new LinkedHashMap<>();

  /** Takes a value over into the facts. */
  interface Setter {
    /**
     * @param argument what stands in brackets after the field's name; empty if nothing does
     */
    void set(EventFacts facts, String argument, Value value) throws BadValue;
  }

  static {
    EventSetters.define(ALL);
    FileSetters.define(ALL);
    SocketSetters.define(ALL);
    ProcessSetters.define(ALL);
    UserSetters.define(ALL);
  }

  private Setters() {}

  /** The setter of a field, by its name without an argument; null if it cannot be set. */
  static @Nullable Setter find(String name) {
    return ALL.get(name);
  }

  /** Names of the fields that can be set. */
  static Set<String> names() {
    return ALL.keySet();
  }

  /** Names an account that numbers must be known for. */
  static boolean isLate(String name) {
    return UserSetters.NAMES.contains(name);
  }
}
