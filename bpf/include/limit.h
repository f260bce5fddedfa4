/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The rate limit of the bulk lane, fair between workloads. Time is cut into windows of 2^27 ns (0.134 s). In each, a workload
 * may send its share: the budget divided by the workloads that sent anything in the window before. What the others left of
 * theirs in that window may be taken by whoever comes first. So one noisy workload takes what is spare, never another's share.
 *
 * The counts are of all cpus and read without a lock: a window may let a few records too many through.
 */
#ifndef SE_LIMIT_H
#define SE_LIMIT_H

#include "maps.h"

#define SE_WINDOW_SHIFT 27
#define SE_WORKLOADS 4096

/* Records per window; 0: no limit, and the verifier removes all of this. */
const volatile __u64 se_bulk_budget = 0;

struct se_workload {
	__u64 window;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, SE_WORKLOADS);
	__type(key, __u64);
	__type(value, struct se_workload);
} se_workloads SEC(".maps");

/* The window and what is known of the one before it. */
static struct {
	__u64 window;
	__u64 active; /* workloads that sent in this window */
	__u64 within; /* records sent as part of a share */
	__u64 beyond; /* records taken from what is spare */
	__u64 share;
	__u64 spare;
} se_rate;

static __always_inline void roll(__u64 window)
{
	bool next = se_rate.window + 1 == window;
	__u64 active = next ? se_rate.active : 0, within = next ? se_rate.within : se_bulk_budget;

	se_rate.window = window;
	se_rate.active = 0;
	se_rate.within = 0;
	se_rate.beyond = 0;
	se_rate.share = active ? se_bulk_budget / active : se_bulk_budget;
	se_rate.spare = within < se_bulk_budget ? se_bulk_budget - within : 0;
}

/* Whether a record of a workload is beyond the limit. */
static __always_inline bool limited(__u64 workload, __u64 time)
{
	struct se_workload fresh = {}, *w;
	__u64 window = time >> SE_WINDOW_SHIFT;

	if (!se_bulk_budget)
		return false;
	if (se_rate.window != window)
		roll(window);
	w = bpf_map_lookup_elem(&se_workloads, &workload);
	if (!w) {
		bpf_map_update_elem(&se_workloads, &workload, &fresh, 0);
		w = bpf_map_lookup_elem(&se_workloads, &workload);
		if (!w)
			return false;
	}
	if (w->window != window) {
		w->window = window;
		w->count = 0;
		__sync_fetch_and_add(&se_rate.active, 1);
	}
	__sync_fetch_and_add(&w->count, 1);
	if (w->count <= se_rate.share) {
		__sync_fetch_and_add(&se_rate.within, 1);
		return false;
	}
	if (se_rate.beyond < se_rate.spare) {
		__sync_fetch_and_add(&se_rate.beyond, 1);
		return false;
	}
	return true;
}

#endif
