/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Programs that do nothing, at the agent's attachment points: what merely being attached costs. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

#define EMPTY(name, point)      \
	SEC("tp_btf/" point)        \
	int name(void *ctx)         \
	{                           \
		return 0;               \
	}

EMPTY(empty_sysexit, "sys_exit")
EMPTY(empty_exec, "sched_process_exec")
EMPTY(empty_fork, "sched_process_fork")
EMPTY(empty_exit, "sched_process_exit")
EMPTY(empty_rename, "task_rename")
