/**
 * The configuration: which keys there are, what they take and mean, where their values come from
 * (file, variables, command line), and what is wrong with them. Knows nothing of what is done with
 * it; depends on {@code sensor} and {@code output} for the shape of their options and safe text.
 */
@NullMarked
package io.sentineledge.agent.config;

import org.jspecify.annotations.NullMarked;
