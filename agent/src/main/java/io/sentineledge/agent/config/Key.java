package io.sentineledge.agent.config;

import java.util.List;
import java.util.Locale;

/**
 * A key of the configuration: everything that parsing, validation and documentation need to know of
 * it. Immutable; keys are compared by identity.
 */
public final class Key<T> {
  private final String name;
  private final ValueType<T> type;
  private final T fallback;
  private final List<String> aliases;
  private final boolean live;
  private final boolean secret;
  private final String doc;

  private Key(
      String name,
      ValueType<T> type,
      T fallback,
      List<String> aliases,
      boolean live,
      boolean secret,
      String doc) {
    this.name = name;
    this.type = type;
    this.fallback = fallback;
    this.aliases = aliases;
    this.live = live;
    this.secret = secret;
    this.doc = doc;
  }

  static <T> Key<T> of(String name, ValueType<T> type, T fallback, String doc) {
    return new Key<>(name, type, fallback, List.of(), false, false, doc);
  }

  /** The same under a second name, for which the documentation has only a mention. */
  Key<T> alias(String alias) {
    return new Key<>(name, type, fallback, List.of(alias), live, secret, doc);
  }

  /** The same, but a changed value is taken over without a restart. */
  Key<T> live() {
    return new Key<>(name, type, fallback, aliases, true, secret, doc);
  }

  /** The same, but its value is shown to nobody. */
  Key<T> secret() {
    return new Key<>(name, type, fallback, aliases, live, true, doc);
  }

  /** The dotted name: {@code ebpf.ring_buffer_size}. */
  public String name() {
    return name;
  }

  ValueType<T> type() {
    return type;
  }

  /** What holds where nothing sets it. */
  public T fallback() {
    return fallback;
  }

  List<String> aliases() {
    return aliases;
  }

  /** Whether a changed value is taken over without a restart. */
  public boolean isLive() {
    return live;
  }

  boolean isSecret() {
    return secret;
  }

  String doc() {
    return doc;
  }

  /** The section: {@code ebpf}. */
  String section() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The name in its section: {@code ring_buffer_size}. */
  String lastName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * The environment variable that sets it: {@code SENTINEL_RING_BUFFER_SIZE}; with the section
   * where the last name alone says too little.
   */
  String variable() {
    String last = lastName();
    String text =
        switch (section()) {
          case "logging" -> last.startsWith("log_") ? last : "log_" + last;
          case "rules" -> "rules_" + last;
          default -> last;
        };
    return "SENTINEL_" + text.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name;
  }
}
