/**
 * Falco rule files: reads them with the position of every value, applies their rules of
 * redefinition, lists, macros and exceptions, and reports everything that is wrong in one go.
 * Depends on {@code filter} for what a condition means.
 */
@NullMarked
package io.sentineledge.rules;

import org.jspecify.annotations.NullMarked;
