/**
 * What was lost: counted by type, reason and workload, told as alerts. May depend on {@code event},
 * {@code sensor}, {@code rules}, {@code detect} and {@code output}.
 */
@NullMarked
package io.sentineledge.agent.loss;

import org.jspecify.annotations.NullMarked;
