/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What outlives the agent: one record about it in a map that user space pins. */
#ifndef SE_GUARD_H
#define SE_GUARD_H

#include "header.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct se_guard);
} se_guard SEC(".maps");

/* The record, if it is about this agent: another one may have been there before. */
static __always_inline struct se_guard *own_guard(void)
{
	__u32 zero = 0;
	struct se_guard *guard = bpf_map_lookup_elem(&se_guard, &zero);

	return guard && guard->pid == se_self_tgid ? guard : NULL;
}

/* Threads that signalled the agent, until the end of their call: by its number for it, by a group's or by a thread's. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 128);
	__type(key, __u64);
	__type(value, __u8);
} se_signalled SEC(".maps");

static __always_inline void note_signal(void)
{
	__u64 sender = bpf_get_current_pid_tgid();
	__u8 one = 1;

	if (sender >> 32 != se_self_tgid)
		bpf_map_update_elem(&se_signalled, &sender, &one, 0);
}

/* Whether the current thread has signalled the agent; asked once. */
static __always_inline bool took_signal(void)
{
	__u64 sender = bpf_get_current_pid_tgid();

	return bpf_map_delete_elem(&se_signalled, &sender) == 0;
}

#endif
