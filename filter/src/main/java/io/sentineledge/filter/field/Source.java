package io.sentineledge.filter.field;

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
        Either {}
