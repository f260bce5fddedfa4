/**
 * The condition language: text is parsed to an {@link io.sentineledge.filter.Expression}, checked
 * and typed, and compiled to a {@link io.sentineledge.filter.Condition} that is evaluated without
 * allocation; output formats name the same {@link io.sentineledge.filter.Fields}. Depends on {@code
 * event} and {@code state}.
 */
@NullMarked
package io.sentineledge.filter;

import org.jspecify.annotations.NullMarked;
