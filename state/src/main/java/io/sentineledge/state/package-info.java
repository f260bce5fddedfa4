/**
 * What the agent knows beyond a single event: processes and their ancestors, users and groups, the
 * identity of files that rules name. Kept by events alone once it is filled at start. Depends on
 * {@code event}.
 */
@NullMarked
package io.sentineledge.state;

import org.jspecify.annotations.NullMarked;
