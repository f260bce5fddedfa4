/**
 * What the agent knows beyond a single event: processes and their ancestors, users and groups, the
 * identity of files that rules name, the names that addresses were looked up by, what name servers
 * are asked. Depends on {@code event}.
 *
 * <pre>
 * record -&gt; EventIntake -&gt; ProcessTable   images by pid, start, generation
 *              |    |  -&gt; FileIdentities which file a path in a rule names now
 *              |    |  -&gt; LookedUpNames  what a workload was told that an address is called
 *              |  Parking               events read before their image is known
 *              v
 *           Handler(EventContext)       the event, its process, ancestors, aliases, accounts
 * </pre>
 *
 * The table is filled from the kernel's records of running processes or from /proc, and then kept
 * by events; /proc is asked again only after records were lost. All of it belongs to the reader's
 * thread, and an event that neither forks nor execs allocates nothing.
 */
@NullMarked
package io.sentineledge.state;

import org.jspecify.annotations.NullMarked;
