/**
 * The program: command line, configuration, and the pipeline that takes events from the sensor
 * through state and rules to alerts. Depends on every other module; nothing depends on it but
 * {@code bench}.
 */
@NullMarked
package io.sentineledge.agent;

import org.jspecify.annotations.NullMarked;
