/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * What ends or halts the agent itself: tp_btf/signal_generate (BTF form 5.5) fires in the sender's context for each signal,
 * whatever sent it, cgroup_freeze (5.2) in the writer's for each control group below the one that is frozen. The record goes into a map that user space pins, since a killed agent reports nothing: its next start
 * does. The end itself is noted by se_exit.
 *
 * Cannot see: that the whole machine stops; the freezer of version 1 (user space notices that it did not run, see Halts.java, not who did it); a sender in the kernel other than by what ran there at that moment.
 */
#include "guard.h"

#define SIGINT 2
#define SIGKILL 9
#define SIGTERM 15
#define SIGSTOP 19

static __always_inline void note_sender(struct se_guard *guard, __u32 signal)
{
	struct task_struct *sender = current_task();

	guard->signal = signal;
	guard->signal_time = bpf_ktime_get_boot_ns();
	guard->sender_pid = READ(sender, tgid);
	guard->sender_start = start_of(sender);
	guard->sender_uid = READ(sender, cred, uid.val);
	((__u64 *)guard->sender)[0] = WORD(ADDRESS(sender->comm[0]));
	((__u64 *)guard->sender)[1] = WORD(ADDRESS(sender->comm[8]));
}

SEC("tp_btf/signal_generate")
int se_guard_signal(__u64 *ctx)
{
	struct task_struct *target = CAST(struct task_struct, ctx[2]);
	__u32 signal = ctx[0];
	struct se_guard *guard;

	if ((__u32)PEEK(target, tgid) != se_self_tgid)
		return 0;
	note_signal();
	if (signal != SIGINT && signal != SIGKILL && signal != SIGTERM && signal != SIGSTOP)
		return 0;
	guard = own_guard();
	if (guard)
		note_sender(guard, signal);
	return 0;
}

SEC("raw_tp/cgroup_freeze")
int se_guard_freeze(__u64 *ctx)
{
	struct cgroup *group = CAST(struct cgroup, ctx[0]);
	struct se_guard *guard = own_guard();

	if (guard && guard->group && PEEK(group, kn, id) == guard->group)
		note_sender(guard, SE_FROZEN);
	return 0;
}
