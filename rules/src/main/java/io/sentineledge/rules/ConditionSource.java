package io.sentineledge.rules;

import io.sentineledge.filter.ListSubstitution;
import io.sentineledge.filter.Place;

/**
 * The origin of a parsed condition: its text before lists were put in, and how to get back to it.
 */
record ConditionSource(MappedText text, ListSubstitution.Result substituted) {
  /** Where a part of the condition was written; for an item of a list, where the list is named. */
  Location location(Place place) {
    int start = substituted.originalOffset(place.offset());
    int last = substituted.originalOffset(place.offset() + Math.max(0, place.length() - 1));
    return text.location(start, Math.max(1, last - start + 1));
  }
}
