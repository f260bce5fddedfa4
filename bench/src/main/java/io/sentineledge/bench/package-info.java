/**
 * Benchmarks: JMH for the inside, real workloads with the agent off and on for the outside. May use
 * every module.
 */
@NullMarked
package io.sentineledge.bench;

import org.jspecify.annotations.NullMarked;
