/**
 * Matchers of byte strings: sets, prefixes, globs, regular expressions, path prefixes. They know
 * nothing of events or fields, and allocate nothing when they match. Depends on {@code event} for
 * {@link io.sentineledge.event.Text} alone.
 */
@NullMarked
package io.sentineledge.filter.match;

import org.jspecify.annotations.NullMarked;
