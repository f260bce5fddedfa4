/**
 * The file that support asks for: texts without secrets in an archive. Knows no part of the agent.
 */
@NullMarked
package io.sentineledge.agent.support;

import org.jspecify.annotations.NullMarked;
