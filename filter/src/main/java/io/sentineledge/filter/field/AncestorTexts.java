package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** A text of each ancestor of the process: a comparison is true if it is true for one of them. */
@FunctionalInterface
public non-sealed interface AncestorTexts extends Source {
  /** The value for one ancestor, or null. */
  @Nullable Text of(ProcessImage ancestor);
}
