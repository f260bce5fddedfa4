/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Processes that end: tp_btf/sched_process_exit (BTF form 5.5) fires in do_exit(), for each thread; the process has ended
 * when its last live thread passes. Other threads count as filtered. It sees every way to die, which no system call does.
 *
 * Since 6.16 the tracepoint says itself whether the group is dead. Before, signal->live is zero for the last thread, and
 * for another one that was overtaken between its own count-down and here: the process is then remembered for a moment,
 * so that it is reported once.
 *
 * Cannot see: when a parent collects the status.
 */
#include "guard.h"
#include "record.h"

typedef void (*btf_trace_sched_process_exit___dead)(void *, struct task_struct *, bool);

struct se_identity {
	__u64 start;
	__u64 pid;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct se_identity);
	__type(value, __u8);
} se_ended SEC(".maps");

static __always_inline bool group_ended(struct task_struct *task, struct signal_struct *signal, __u64 *ctx)
{
	struct se_identity who;
	__u8 one = 1;

	if (bpf_core_type_exists(btf_trace_sched_process_exit___dead))
		return ctx[1];
	if (READ(signal, live.counter))
		return false;
	who.start = start_of(task);
	who.pid = READ(task, tgid);
	return bpf_map_update_elem(&se_ended, &who, &one, BPF_NOEXIST) == 0;
}

static __always_inline void note_end(struct se_scratch *s)
{
	struct se_guard *guard = own_guard();

	if (!guard)
		return;
	guard->end = s->header.time;
	guard->status = s->exit.code;
}

SEC("tp_btf/sched_process_exit")
int se_exit(__u64 *ctx)
{
	struct task_struct *task = current_task();
	struct signal_struct *signal = READ(task, signal);
	struct se_scratch *s;

	if (!group_ended(task, signal, ctx)) {
		count_filtered(SE_PROCEXIT);
		return 0;
	}
	s = begin_current(SE_PROCEXIT, sizeof(struct se_exit));
	if (!s)
		return 0;
	/* As wait_task_zombie() reports it: the group's status, or the leader's where each thread ended by itself. */
	if (READ(signal, flags) & SIGNAL_GROUP_EXIT)
		s->exit.code = READ(signal, group_exit_code);
	else
		s->exit.code = READ(task, group_leader, exit_code);
	s->exit.pad = 0;
	if (s->header.pid == se_self_tgid)
		note_end(s);
	send_critical(s);
	return 0;
}
