/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Limits of the bulk lane, fair between workloads. Neither touches the critical lane. Counts are of all cpus and read without
 * a lock: a few records too many may get through.
 *
 * The rate limit. Time is cut into windows of 2^27 ns (0.134 s). In each, a workload may send its share: the budget divided by
 * the workloads that sent anything in the window before. What the others left of theirs in that window may be taken by whoever
 * comes first. So one noisy workload takes what is spare, never another's share.
 *
 * Back-pressure. While less than half of the ring waits for the reader, nothing is held back. Beyond that a workload may send
 * its share and no more: an eighth of the ring, divided by the workloads that send, each time that the reader has freed an
 * eighth. A workload that fills the ring is held to what the reader takes; the upper half stays open for the others.
 */
#ifndef SE_LIMIT_H
#define SE_LIMIT_H

#include "maps.h"

#define SE_WINDOW_SHIFT 27
#define SE_WORKLOADS 4096

/* Records per window; 0: no limit, and the verifier removes all of this. */
const volatile __u64 se_bulk_budget = 0;

/* Bytes of the bulk ring that may wait before workloads are held to their shares; 0: they never are, likewise. */
const volatile __u64 se_bulk_mark = 0;

/* A look at the fill level costs more than it is worth at each event of a ring that is not filling. */
#define SE_LOOK_EACH 16

struct se_workload {
	__u64 window;
	__u64 count;
	__u64 turn;
	__u64 bytes;
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

/* A turn: the time in which the reader frees an eighth of the ring. */
static struct {
	__u64 turn;
	__u64 active; /* workloads that sent in this turn, while the ring was filling */
	__u64 before; /* in the one before */
	__u64 filling;
} se_pressure;

static __always_inline struct se_workload *workload_of(__u64 workload)
{
	struct se_workload fresh = {}, *w = bpf_map_lookup_elem(&se_workloads, &workload);

	if (w)
		return w;
	bpf_map_update_elem(&se_workloads, &workload, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&se_workloads, &workload);
}

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

/* Whether a record of a workload is beyond the rate limit. */
__noinline int se_beyond_rate(__u64 workload, __u64 time)
{
	__u64 window = time >> SE_WINDOW_SHIFT;
	struct se_workload *w;

	if (se_rate.window != window)
		roll(window);
	w = workload_of(workload);
	if (!w)
		return 0;
	if (w->window != window) {
		w->window = window;
		w->count = 0;
		__sync_fetch_and_add(&se_rate.active, 1);
	}
	__sync_fetch_and_add(&w->count, 1);
	if (w->count <= se_rate.share) {
		__sync_fetch_and_add(&se_rate.within, 1);
		return 0;
	}
	if (se_rate.beyond < se_rate.spare) {
		__sync_fetch_and_add(&se_rate.beyond, 1);
		return 0;
	}
	return 1;
}

/* Whether a record of so many bytes is more than a workload's share, once the ring is filling. */
__noinline int se_beyond_share(__u64 workload, __u64 size)
{
	__u64 unit = se_bulk_mark / 4, active, turn;
	struct se_workload *w;

	if (!unit)
		return 0;
	turn = bpf_ringbuf_query(&se_bulk, BPF_RB_CONS_POS) / unit + 1;
	if (se_pressure.turn != turn) {
		se_pressure.before = se_pressure.turn + 1 == turn ? se_pressure.active : 0;
		se_pressure.active = 0;
		se_pressure.turn = turn;
	}
	w = workload_of(workload);
	if (!w)
		return 0;
	if (w->turn != turn) {
		w->turn = turn;
		w->bytes = 0;
		__sync_fetch_and_add(&se_pressure.active, 1);
	}
	active = se_pressure.active > se_pressure.before ? se_pressure.active : se_pressure.before;
	if (w->bytes + size > unit / (active ? active : 1))
		return 1;
	__sync_fetch_and_add(&w->bytes, size);
	return 0;
}

/* Whether the bulk ring holds more than the mark. `produced` counts the calls, so that not each has to look. */
static __always_inline bool filling(__u64 produced)
{
	if (!se_bulk_mark || (!se_pressure.filling && produced % SE_LOOK_EACH))
		return false;
	se_pressure.filling = bpf_ringbuf_query(&se_bulk, BPF_RB_AVAIL_DATA) > se_bulk_mark;
	return se_pressure.filling;
}

/* Why a record for the bulk lane is not to be sent: enum se_loss, or SE_LOSS_COUNT if it is. */
static __always_inline __u32 held_back(struct se_header *h, __u64 size, __u64 produced)
{
	if (se_bulk_budget && se_beyond_rate(h->workload, h->time))
		return SE_LOST_LIMIT;
	/* With its header a record takes 8 bytes more, and a multiple of 8 */
	if (filling(produced) && se_beyond_share(h->workload, (size + 15) & ~7ULL))
		return SE_LOST_SHARE;
	return SE_LOSS_COUNT;
}

#endif
