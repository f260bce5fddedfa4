package io.sentineledge.rules;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of Falco's rule engine, or of one of its plugins. */
record EngineVersion(int major, int minor, int patch) implements Comparable<EngineVersion> {
  /** The engine whose language is understood here. */
  static final EngineVersion SUPPORTED = new EngineVersion(0, 63, 0);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SEMANTIC =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:[-+][0-9A-Za-z.+-]*)?");
  private static final Comparator<EngineVersion> ORDER =
      Comparator.comparingInt(EngineVersion::major)
          .thenComparingInt(EngineVersion::minor)
          .thenComparingInt(EngineVersion::patch);

  /**
   * A version as rule files give it: {@code 0.57.0}, or {@code 26} for 0.26.0.
   *
   * @return null if it is neither
   */
  static @Nullable EngineVersion ofEngine(String text) {
    return NUMBER.matcher(text).matches()
        ? new EngineVersion(0, Integer.parseInt(text), 0)
        : of(text);
  }

  /** A semantic version, or null. */
  static @Nullable EngineVersion of(String text) {
    Matcher matcher = SEMANTIC.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    return new EngineVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  @Override
  public int compareTo(EngineVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
