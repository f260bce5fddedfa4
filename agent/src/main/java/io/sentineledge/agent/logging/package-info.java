/** The agent's log: to stderr and to a file, as text or JSON, with repeats folded. */
@NullMarked
package io.sentineledge.agent.logging;

import org.jspecify.annotations.NullMarked;
