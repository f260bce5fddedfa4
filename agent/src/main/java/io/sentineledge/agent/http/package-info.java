/**
 * The agent's ports: the JDK's HTTP server with limits, TLS and tokens. Read-only: nothing that can
 * be asked changes anything. Knows nothing of what is answered.
 */
@NullMarked
package io.sentineledge.agent.http;

import org.jspecify.annotations.NullMarked;
