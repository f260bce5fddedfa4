package io.sentineledge.agent.config;

/**
 * An output: {@code [outputs.NAME]}.
 *
 * @param name as the file calls it
 * @param values of {@link OutputKeys}
 */
public record OutputConfig(String name, Values values) {
  /** The value that holds. */
  public <T> T get(Key<T> key) {
    return values.get(key);
  }
}
