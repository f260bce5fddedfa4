package io.sentineledge.filter.field;

/**
 * Both ends of a connection: a comparison is true if it is true for one of them, {@code !=} if it
 * is true for both.
 *
 * @param first an {@link AddressSource} or {@link NumberSource}
 * @param second of the same kind
 */
public record Either(Source first, Source second) implements Source {}
