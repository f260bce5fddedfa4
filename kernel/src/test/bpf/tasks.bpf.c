/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Lists the thread group ids of all processes, four bytes each. Also: types for the BTF parser. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char se_license[] SEC("license") = "Dual BSD/GPL";

typedef const __u16 twice_named;

enum colour { RED = 1, GREEN = -2, BLUE = 0x7fffffff };

struct inner {
	char name[3];
	twice_named number;
};

struct shapes {
	__u8 byte;
	struct inner pair[2];
	void *pointer;
	unsigned int low : 3, high : 5;
	enum colour colour;
	__u64 wide;
	union {
		__u32 one;
		__u64 other;
	};
};

struct shapes shapes = {};

struct task_struct {
	int pid;
	int tgid;
} __attribute__((preserve_access_index));

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
} __attribute__((preserve_access_index));

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
} __attribute__((preserve_access_index));

SEC("iter/task")
int se_test_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	__u32 tgid;

	if (!task || task->pid != task->tgid)
		return 0;
	tgid = task->tgid;
	bpf_seq_write(ctx->meta->seq, &tgid, sizeof(tgid));
	return 0;
}
