/**
 * Why a condition holds for an event, or why not: the value of each of its parts, by the very
 * conditions that the engine evaluates. Depends on {@code filter} and {@code state}, and on {@code
 * rules.scenario} for events of which only some fields are known.
 */
@NullMarked
package io.sentineledge.rules.explain;

import org.jspecify.annotations.NullMarked;
