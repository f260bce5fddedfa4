/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* A good program, and one that the verifier must refuse: it follows a pointer that may be NULL. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char se_license[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} values SEC(".maps");

SEC("tp_btf/sys_exit")
int se_test_good(void *ctx)
{
	(void)ctx;
	return 0;
}

SEC("tp_btf/sys_exit")
int se_test_bad(void *ctx)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&values, &key);

	(void)ctx;
	return *value != 0;
}
