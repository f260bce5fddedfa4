/**
 * Numbers about the agent: counters that others count with, and the two text formats in which they
 * are offered. Depends on nothing of the agent.
 *
 * <p>A writer of our own instead of Prometheus' client library: the counters exist already, as
 * plain fields that the reader's thread writes, and a scrape is the only moment at which they are
 * text. That costs the start nothing and the running agent no memory.
 */
@NullMarked
package io.sentineledge.agent.metrics;

import org.jspecify.annotations.NullMarked;
