package io.sentineledge.filter.field;

import org.jspecify.annotations.Nullable;

/**
 * Where a field's value comes from in events of one type. A source may hold scratch memory and the
 * value of the present event; it belongs to one thread, and what it hands out is valid until the
 * next event.
 */
public sealed interface Source
    permits NumberSource,
        TextSource,
        NamesSource,
        AncestorTexts,
        AncestorNumbers,
        TextListSource,
        AddressSource,
        Either {
  /** What of the name of the event's file it is, where the file has just one; null for all else. */
  default @Nullable FilePart filePart() {
    return null;
  }
}
