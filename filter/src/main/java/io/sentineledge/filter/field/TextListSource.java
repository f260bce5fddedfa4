package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;

/** A list of texts. */
public non-sealed interface TextListSource extends Source {
  /** Reads the list; returns the number of elements, -1 if there is no list. */
  int load(EventContext event);

  /** An element of the list read last. */
  Text element(int index);
}
