/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Fills two ring buffers with copies of one record, for two consumers to be timed on. Run by BPF_PROG_TEST_RUN. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define TEMPLATE 1024
#define BATCH 4096

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 << 20);
} ring_java SEC(".maps"), ring_c SEC(".maps");

/* Set by user space before the load. */
const volatile __u8 template[TEMPLATE] = { 0 };
const volatile __u32 size = 0;

SEC("raw_tp")
int fill(void *ctx)
{
	__u64 length = size;

	if (length > TEMPLATE)
		return 0;
	for (int i = 0; i < BATCH; i++)
		if (bpf_ringbuf_output(&ring_java, (void *)template, length, BPF_RB_NO_WAKEUP) ||
		    bpf_ringbuf_output(&ring_c, (void *)template, length, BPF_RB_NO_WAKEUP))
			return 0;
	return 0;
}
