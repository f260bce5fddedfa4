/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What system call is ending: its type, its way in, its arguments. */
#ifndef SE_CALL_H
#define SE_CALL_H

#include "calls.h"
#include "record.h"

struct se_call {
	struct task_struct *task; /* the caller, asked for once: each time is a call of a helper */
	__u32 type;  /* enum se_type, SE_SOCKETCALL or 0 */
	__u32 flags; /* SE_COMPAT, SE_X32 */
	__u32 nr;
	__u64 arg[6];
	__s64 result;
};

static __always_inline void call_kind(struct pt_regs *regs, struct se_call *call)
{
	__u64 nr = regs->REG_NUMBER & ~(__u64)X32_SYSCALL_BIT;
	struct task_struct *task = current_task();

	call->task = task;
	call->type = 0;
	call->flags = 0;
	call->nr = nr;
	if (nr >= SE_CALLS)
		return;
	if (READ(task, thread_info.COMPAT_FIELD) & COMPAT_BIT) {
		call->flags = SE_COMPAT;
		call->type = se_calls32[nr];
	} else {
		call->flags = regs->REG_NUMBER & X32_SYSCALL_BIT ? SE_X32 : 0;
		call->type = se_calls64[nr];
	}
}

/* The kernel keeps the arguments as the caller set them. */
static __always_inline void call_of(__u64 *ctx, struct se_call *call)
{
	struct pt_regs *regs = (struct pt_regs *)ctx[0];

	call->result = ctx[1];
	call_kind(regs, call);
	if (call->flags & SE_COMPAT) {
		call->arg[0] = (__u32)regs->REG32_ARG0;
		call->arg[1] = (__u32)regs->REG32_ARG1;
		call->arg[2] = (__u32)regs->REG32_ARG2;
		call->arg[3] = (__u32)regs->REG32_ARG3;
		call->arg[4] = (__u32)regs->REG32_ARG4;
		call->arg[5] = (__u32)regs->REG32_ARG5;
	} else {
		call->arg[0] = regs->REG_ARG0;
		call->arg[1] = regs->REG_ARG1;
		call->arg[2] = regs->REG_ARG2;
		call->arg[3] = regs->REG_ARG3;
		call->arg[4] = regs->REG_ARG4;
		call->arg[5] = regs->REG_ARG5;
	}
}

/* Arguments that a 32-bit call passes in memory, in the place of its own. */
static __always_inline void replace_arguments(struct se_call *call, const __u32 args[6])
{
	call->arg[0] = args[0];
	call->arg[1] = args[1];
	call->arg[2] = args[2];
	call->arg[3] = args[3];
	call->arg[4] = args[4];
	call->arg[5] = args[5];
}

/* fanotify_mark's mask, which 32-bit calls pass in two halves: the arguments as 64-bit calls pass them. */
static __always_inline void join_mask(struct se_call *call)
{
	if (!(call->flags & SE_COMPAT))
		return;
	call->arg[2] |= call->arg[3] << 32;
	call->arg[3] = call->arg[4];
	call->arg[4] = call->arg[5];
	call->arg[5] = 0;
}

/* Whether nobody asks for a type that was not found in the tables of numbers. */
static __always_inline bool is_unwanted(__u64 type)
{
	OPAQUE(type);
	return type >= SE_TYPE_COUNT || se_unwanted[type];
}

/* Begins the record of a call. Its body is not zero yet. */
static __always_inline struct se_scratch *begin_call(struct se_call *call, __u32 fixed)
{
	struct se_scratch *s = scratch();

	if (!s)
		return NULL;
	begin(s, call->task, call->type, fixed);
	s->header.result = call->result;
	s->header.flags |= call->flags;
	return s;
}

/* The agent's own file events would feed on themselves. */
static __always_inline bool filter_self(struct se_call *call)
{
	struct task_struct *task = call->task;

	if ((__u32)READ(task, tgid) != se_self_tgid)
		return false;
	count_filtered(call->type);
	return true;
}

#endif
