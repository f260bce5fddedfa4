package io.sentineledge.filter.field;

import io.sentineledge.state.EventContext;

/** One IP address. */
@FunctionalInterface
public non-sealed interface AddressSource extends Source {
  /** Reads the address; false, and {@code to} untouched, if there is none. */
  boolean get(EventContext event, Address to);
}
