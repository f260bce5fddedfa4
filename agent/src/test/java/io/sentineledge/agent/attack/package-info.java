/**
 * Every shipped rule against a real attack and a benign look-alike: the agent runs with the shipped
 * rules, a case runs in mounts of its own, and the alerts of that case are what is compared.
 */
@NullMarked
package io.sentineledge.agent.attack;

import org.jspecify.annotations.NullMarked;
