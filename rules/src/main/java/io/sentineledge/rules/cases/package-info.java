/**
 * Rule tests as data: events, given as fields or as a capture, and the rules that must fire and
 * must not. Depends on {@code rules}, {@code rules.scenario} and {@code rules.explain}.
 */
@NullMarked
package io.sentineledge.rules.cases;

import org.jspecify.annotations.NullMarked;
