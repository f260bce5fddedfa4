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

#endif
