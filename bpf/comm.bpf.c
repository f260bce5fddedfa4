/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Renames of a task: tp_btf/task_rename (BTF form 5.5) fires in __set_task_comm(), still under the old name, for prctl, for a
 * write to /proc/PID/comm (which may rename another thread of the process) and for kernel threads.
 *
 * Left out: the rename that is part of an execve; it is the name in that event. Cannot see: a process that overwrites its
 * argument list in its own memory.
 */
#include "record.h"

#ifdef SE_LEGACY
#define READ_BITS BPF_CORE_READ_BITFIELD_PROBED
#else
#define READ_BITS BPF_CORE_READ_BITFIELD
#endif

SEC("tp_btf/task_rename")
int se_comm(__u64 *ctx)
{
	struct task_struct *target = CAST(struct task_struct, ctx[0]), *task = current_task();
	struct se_scratch *s;

	if (bpf_core_field_exists(task->in_execve) && READ_BITS(task, in_execve))
		return 0;
	s = begin_current(SE_COMM, sizeof(struct se_comm));
	if (!s)
		return 0;
	__builtin_memset(s->comm.name, 0, sizeof(s->comm.name));
	bpf_probe_read_kernel_str(s->comm.name, sizeof(s->comm.name), (void *)ctx[1]);
	s->comm.target_tid = READ(target, pid);
	s->comm.pad = 0;
	send_critical(s);
	return 0;
}
