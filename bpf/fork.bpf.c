/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * New processes: tp_btf/sched_process_fork (BTF form 5.5) fires in kernel_clone(), in the creator's context, when the child
 * is complete and has not run yet: a child's first event cannot precede its birth. New threads count as filtered.
 *
 * Cannot see: workers of io_uring and vhost, threads that the kernel makes without this tracepoint. The flags of clone3
 * come from the caller's memory.
 */
#include "call.h"
#include "record.h"

/* enum bpf_func_id of 5.15 and later, to ask whether the kernel has the helper. */
enum bpf_func_id___task_regs {
	BPF_FUNC_task_pt_regs___task_regs = 175,
};

/* Registers with which the task, the current one, entered the kernel. The helper takes trusted pointers only. */
static __always_inline struct pt_regs *entry_regs(struct task_struct *task)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id___task_regs, BPF_FUNC_task_pt_regs___task_regs))
		return (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
	return CAST(struct pt_regs, POINTER(task->stack) + THREAD_SIZE - bpf_core_type_size(struct pt_regs));
}

static __always_inline __u32 fork_type(struct pt_regs *regs, bool compat)
{
	switch (PEEK(regs, REG_NUMBER) & ~(__u64)X32_SYSCALL_BIT) {
	case NR_CLONE:
		return compat ? SE_FORK : SE_CLONE;
	case 120:
		return compat ? SE_CLONE : SE_FORK;
	case 58:
		return compat ? SE_FORK : SE_VFORK;
	case 190:
		return compat ? SE_VFORK : SE_FORK;
	case 435:
		return SE_CLONE3;
	default:
		return SE_FORK;
	}
}

/* `task` is the creator, current, as a typed pointer in both variants. */
static __always_inline __u32 creation(struct task_struct *task, __u32 *flags, __u64 *clone_flags)
{
	struct pt_regs *regs;
	bool compat;
	__u32 type;

	*flags = 0;
	*clone_flags = 0;
	if (READ(task, flags) & PF_KTHREAD)
		return SE_FORK;
	regs = entry_regs(task);
	compat = READ(task, thread_info.COMPAT_FIELD) & COMPAT_BIT;
	if (compat)
		*flags = SE_COMPAT;
	else if (PEEK(regs, REG_NUMBER) & X32_SYSCALL_BIT)
		*flags = SE_X32;
	type = fork_type(regs, compat);
	*clone_flags = compat ? (__u32)PEEK(regs, REG32_ARG0) : PEEK(regs, REG_ARG0);
	if (type == SE_CLONE3)
		bpf_probe_read_user(clone_flags, sizeof(*clone_flags), (void *)*clone_flags);
	else if (type != SE_CLONE)
		*clone_flags = 0;
	return type;
}

/* The child's number in the creator's pid namespace: what the call returns. */
static __always_inline __s64 returned_pid(struct task_struct *creator, struct pid *child)
{
	__u32 level = READ(creator, thread_pid, level);
	struct upid *upid = CAST(struct upid, ADDRESS(child->numbers[0]) + level * bpf_core_type_size(struct upid));

	return PEEK(upid, nr);
}

SEC("tp_btf/sched_process_fork")
int se_fork(__u64 *ctx)
{
	struct task_struct *creator = CAST(struct task_struct, ctx[0]), *child = CAST(struct task_struct, ctx[1]);
	struct pid *pid = READ(child, thread_pid);
	struct upid *own = innermost(pid);
	struct task_struct *parent = READ(child, real_parent);
	__u64 clone_flags;
	__u32 type, flags;
	struct se_scratch *s;
	struct se_fork *fork;

	type = creation(creator, &flags, &clone_flags);
	if (READ(child, pid) != READ(child, tgid)) {
		count_filtered(type);
		return 0;
	}
	s = begin_current(type, sizeof(struct se_fork));
	if (!s)
		return 0;
	fork = &s->fork;
	fork->h.flags |= flags;
	fork->h.result = returned_pid(creator, pid);
	fork->child_start = READ(child, start_boottime);
	fork->clone_flags = clone_flags;
	fork->child_workload = workload(child);
	fork->child_parent_start = start_of(parent);
	fork->child_pid = READ(child, tgid);
	fork->child_vpid = PEEK(own, nr);
	fork->child_ppid = READ(parent, tgid);
	fork->child_pid_ns = PEEK(own, ns, ns.inum);
	fork->child_generation = READ(child, self_exec_id);
	fork->pad = 0;
	send_critical(s);
	return 0;
}
