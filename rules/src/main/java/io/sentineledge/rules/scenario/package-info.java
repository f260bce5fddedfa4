/**
 * Events given as fields: makes the record of an event and the state of its processes from a
 * description, and takes them through the same intake as live events. What rule tests, explanations
 * and the conformance suite are about. Depends on {@code rules} for YAML with positions, and on
 * {@code filter}, {@code state} and {@code event}.
 */
@NullMarked
package io.sentineledge.rules.scenario;

import org.jspecify.annotations.NullMarked;
