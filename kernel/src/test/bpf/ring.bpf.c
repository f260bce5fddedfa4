/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Writes one record for each call of one system call by one process: 12 or 64 bytes that start with
 * its number. Each fifth is reserved and discarded. `counts` is the tally that a test compares with
 * what it read.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char se_license[] SEC("license") = "Dual BSD/GPL";

const volatile __u32 wanted_tgid = 0;
const volatile __s64 wanted_call = 0;

enum { CALLS, SENT, DISCARDED, FULL, COUNTS };

__u64 counts[COUNTS] = {};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} per_cpu SEC(".maps");

SEC("tp_btf/sys_enter")
int se_test_ring(__u64 *ctx)
{
	__u64 number, *record;
	__u32 one = 1, *cpu_count;

	if (bpf_get_current_pid_tgid() >> 32 != wanted_tgid || (__s64)ctx[1] != wanted_call)
		return 0;
	number = __sync_fetch_and_add(&counts[CALLS], 1);
	cpu_count = bpf_map_lookup_elem(&per_cpu, &one);
	if (cpu_count)
		++*cpu_count;
	/* The size of a reservation is a constant to the verifier. */
	if (number % 2)
		record = bpf_ringbuf_reserve(&ring, 64, 0);
	else
		record = bpf_ringbuf_reserve(&ring, 12, 0);
	if (!record) {
		__sync_fetch_and_add(&counts[FULL], 1);
		return 0;
	}
	record[0] = number;
	if (number % 5 == 0) {
		__sync_fetch_and_add(&counts[DISCARDED], 1);
		bpf_ringbuf_discard(record, 0);
	} else {
		__sync_fetch_and_add(&counts[SENT], 1);
		bpf_ringbuf_submit(record, 0);
	}
	return 0;
}
