package io.sentineledge.filter.field;

/** The type of a field's value. */
public enum FieldType {
  /** A 64-bit signed number. */
  NUMBER("number"),
  /** Bytes, mostly UTF-8. */
  TEXT("text"),
  /** {@code true} or {@code false}. */
  BOOL("bool"),
  /** An IPv4 or IPv6 address. */
  ADDRESS("address"),
  /** An address that is compared with networks, such as {@code 10.0.0.0/8}. */
  NETWORK("network"),
  /** A port, 0 to 65535, or the name of a well-known one. */
  PORT("port"),
  /** A point in time, nanoseconds since 1970. */
  TIME("time"),
  /** A span of time, nanoseconds. */
  DURATION("duration"),
  /** Bytes that are no text; literals are hexadecimal with {@code bcontains} and the like. */
  BYTES("bytes");

  private final String title;

  FieldType(String title) {
    this.title = title;
  }

  /** The type's name in messages and in the documentation. */
  public String title() {
    return title;
  }

  /** Whether values are held as numbers. */
  public boolean isNumeric() {
    return this == NUMBER || this == PORT || this == TIME || this == DURATION;
  }
}
