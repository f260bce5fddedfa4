/** How the agent's parts are: what {@code /health} and {@code /ready} tell. Depends on nothing. */
@NullMarked
package io.sentineledge.agent.health;

import org.jspecify.annotations.NullMarked;
