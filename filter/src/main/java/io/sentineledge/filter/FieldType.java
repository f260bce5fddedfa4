package io.sentineledge.filter;

/** The type of a field's value. */
public enum FieldType {
  /** A 64-bit signed number. */
  NUMBER,
  /** Bytes, mostly UTF-8. */
  TEXT,
  BOOL,
  /** An address, version 4 or 6. */
  IP,
  /** Addresses compared with networks. */
  NET,
  PORT,
  /** Nanoseconds since 1970. */
  TIME,
  /** A span of time, ns. */
  DURATION,
  /** A set of named bits, as text joined by {@code |}. */
  FLAGS
}
