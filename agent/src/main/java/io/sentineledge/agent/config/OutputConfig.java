package io.sentineledge.agent.config;

import java.util.stream.Stream;

/**
 * An output: {@code [outputs.NAME]}.
 *
 * @param name as the file calls it
 * @param values of {@link OutputKeys}
 */
public record OutputConfig(String name, Values values) {
  /** Whether all keys are set to the same. */
  public boolean sameAs(OutputConfig other) {
    return values.changed(other.values).isEmpty();
  }

  /** Whether it is of the same type: another one would not know what waits for this one. */
  public boolean isOfTypeOf(OutputConfig other) {
    return get(OutputKeys.TYPE) == other.get(OutputKeys.TYPE);
  }

  /** Whether it names certificates, which may have changed under the same names. */
  public boolean namesCertificates() {
    return Stream.of(OutputKeys.TLS_CA_FILE, OutputKeys.TLS_CERT_FILE, OutputKeys.TLS_KEY_FILE)
        .anyMatch(key -> !get(key).isEmpty());
  }

  /** The value that holds. */
  public <T> T get(Key<T> key) {
    return values.get(key);
  }
}
