package io.sentineledge.agent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of some keys and where they come from. Immutable once built. */
public final class Values {
  private final List<Key<?>> keys;
  private final Map<Key<?>, Entry> entries = new HashMap<>();

  /**
   * A value.
   *
   * @param origin {@code config.toml:3}, {@code SENTINEL_LOG_LEVEL}, {@code --log-level}
   */
  private record Entry(Object value, String origin) {}

  Values(List<Key<?>> keys) {
    this.keys = List.copyOf(keys);
  }

  <T> void set(Key<T> key, T value, String origin) {
    entries.put(key, new Entry(value, origin));
  }

  /** The value that holds. */
  @SuppressWarnings("unchecked") // set() takes a value of the key's type
  public <T> T get(Key<T> key) {
    Entry entry = entries.get(key);
    return entry == null ? key.fallback() : (T) entry.value();
  }

  /** Where the value comes from; {@code default} where nothing sets it. */
  public String origin(Key<?> key) {
    Entry entry = entries.get(key);
    return entry == null ? "default" : entry.origin();
  }

  /** Whether something sets it. */
  public boolean isSet(Key<?> key) {
    return entries.containsKey(key);
  }

  List<Key<?>> keys() {
    return keys;
  }

  /** As TOML. */
  <T> String show(Key<T> key) {
    boolean hidden = key.isSecret() && isSet(key) && !"".equals(get(key));
    return hidden ? "\"(secret)\"" : key.type().toToml().apply(get(key));
  }

  /** The keys whose values differ. */
  List<Key<?>> changed(Values other) {
    return keys.stream().filter(key -> !Objects.equals(value(key), other.value(key))).toList();
  }

  private @Nullable Object value(Key<?> key) {
    return get(key);
  }
}
