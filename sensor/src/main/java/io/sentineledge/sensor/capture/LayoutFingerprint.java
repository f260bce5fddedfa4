package io.sentineledge.sensor.capture;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * A number that stands for the layout of records: of every struct, field and offset of {@link
 * RecordLayout} and every event type. Records of another layout cannot be read.
 */
final class LayoutFingerprint {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static final long VALUE = hash(describe());

  private LayoutFingerprint() {}

  private static String describe() {
    TreeSet<String> lines = new TreeSet<>();
    try {
      for (Class<?> struct : RecordLayout.class.getDeclaredClasses()) {
        for (Field field : struct.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
            lines.add(struct.getSimpleName() + '.' + field.getName() + '=' + field.getInt(null));
          }
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the layout's constants are public", e);
    }
    for (EventType type : EventType.values()) {
      lines.add("type " + type + '=' + type.id());
    }
    return String.join("\n", lines);
  }

  /** FNV-1a, 64 bits. */
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (value & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
