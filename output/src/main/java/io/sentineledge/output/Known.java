package io.sentineledge.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of JSON, of which only what is known is written. */
final class Known {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  /**
   * A member, unless its value is null, an empty list or an object without members.
   *
   * @param value what {@link JsonLine} takes, or another of these
   */
  Known with(String name, @Nullable Object value) {
    Object kept = value instanceof Known known ? known.members : value;
    boolean empty =
        switch (kept) {
          case null -> true;
          case Map<?, ?> map -> map.isEmpty();
          case List<?> list -> list.isEmpty();
          default -> false;
        };
    if (!empty) {
      members.put(name, kept);
    }
    return this;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  Map<String, @Nullable Object> members() {
    return Collections.unmodifiableMap(members);
  }
}
