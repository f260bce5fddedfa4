/**
 * Detection: which rules match an event, and the alerts that follow. Depends on {@code rules},
 * {@code state} and {@code event}; what becomes of an alert is decided above.
 */
@NullMarked
package io.sentineledge.detect;

import org.jspecify.annotations.NullMarked;
