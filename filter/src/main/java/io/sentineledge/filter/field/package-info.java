/**
 * The fields of the condition language: their names, types and descriptions, and where each event
 * and its context hold their values. Reading a value allocates nothing. Depends on {@code event},
 * {@code state} and {@link io.sentineledge.filter.match}.
 */
@NullMarked
package io.sentineledge.filter.field;

import org.jspecify.annotations.NullMarked;
