/**
 * What an attacker does who knows how sensors work: each case is performed for real, and what the
 * agent tells of it is compared with what really happened. Uses the agent as a process, by its
 * command line and its output alone.
 */
@NullMarked
package io.sentineledge.evasion;

import org.jspecify.annotations.NullMarked;
