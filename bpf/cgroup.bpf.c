/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Processes moved to another control group: tp_btf/cgroup_attach_task (BTF form 5.5) fires in cgroup_attach_task(), once for
 * a process or thread, in the context of who moves it: a write to cgroup.procs, tasks or cgroup.threads, in each hierarchy.
 *
 * Cannot see: children that clone3 makes in another group (the fork's record tells their group); exits.
 */
#include "call.h"

SEC("tp_btf/cgroup_attach_task")
int se_cgroup(__u64 *ctx)
{
	struct cgroup *group = CAST(struct cgroup, ctx[0]);
	struct task_struct *target = CAST(struct task_struct, ctx[2]);
	struct se_scratch *s;

	if (is_unwanted(SE_CGROUP_ATTACH))
		return 0;
	s = begin_current(SE_CGROUP_ATTACH, sizeof(struct se_syscall));
	if (!s)
		return 0;
	__builtin_memset(&s->syscall.path, 0, sizeof(struct se_syscall) - sizeof(struct se_header));
	s->syscall.args[0] = PEEK(group, kn, id);
	s->syscall.target_pid = PEEK(target, tgid);
	s->syscall.target_start = PEEK(target, group_leader, start_boottime);
	se_put_kernel_name(ctx[1], AT(se_syscall, first));
	send_critical(s);
	return 0;
}
