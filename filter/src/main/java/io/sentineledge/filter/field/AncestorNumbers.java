package io.sentineledge.filter.field;

import io.sentineledge.state.ProcessImage;

/** A number of each ancestor of the process: a comparison is true if it is true for one of them. */
@FunctionalInterface
public non-sealed interface AncestorNumbers extends Source {
  /** The value for one ancestor. */
  long of(ProcessImage ancestor);
}
