/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* The maps and variables of the real programs, one program that loads, and one that is refused: it reads far outside its map. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char se_license[] SEC("license") = "Dual BSD/GPL";

const volatile __u32 se_self_tgid = 0;
const volatile __u32 se_env = 0;
const volatile __u32 se_args_max = 0;
const volatile __u32 se_bulk_wakeup = 0;
const volatile __u32 se_shared_bytes = 0;
const volatile __s32 se_cgroup_v1_subsys = 0;
const volatile __u64 se_bulk_budget = 0;
const volatile __u64 se_bulk_mark = 0;
const volatile __u32 se_count_failed = 0;
volatile __u32 se_reader_asleep = 0, se_tcp_round = 0;
__u64 se_time_of_day = 0;
__u8 se_calls64[577] = { 1 }, se_calls32[577] = { 1 }, se_unwanted[256], se_at_entry[256], se_names, se_questions;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} se_critical SEC(".maps"), se_bulk SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64[10]);
} se_guard SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64[7]);
} se_counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u64);
	__type(value, __u64[192]);
} se_waiting SEC(".maps");

SEC("tp_btf/sched_process_exec")
int se_good(void *ctx)
{
	(void)ctx;
	__u32 used = se_reader_asleep + se_tcp_round + se_self_tgid + se_env + se_args_max + se_bulk_wakeup + se_shared_bytes;

	used += se_calls64[used & 511] + se_calls32[used & 511] + se_unwanted[used & 255] + se_at_entry[used & 255] + se_names + se_questions;
	return used + se_time_of_day + se_cgroup_v1_subsys + se_bulk_budget + se_bulk_mark + se_count_failed > 1000 ? 0 : 0;
}

#ifdef REFUSED_IS_OPTIONAL
SEC("fentry/security_file_open")
#else
SEC("tp_btf/sched_process_exit")
#endif
int se_bad(void *ctx)
{
	__u32 zero = 0;
	__u64 *value = bpf_map_lookup_elem(&se_counters, &zero);

	(void)ctx;
	return value ? value[1000] != 0 : 0;
}
