/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What system call is ending: its type, its way in, its arguments. */
#ifndef SE_CALL_H
#define SE_CALL_H

#include "record.h"

/* Beside the values of enum se_type: i386 socketcall, which is any of the socket calls. */
#define SE_SOCKETCALL SE_TYPE_COUNT

/* One past the highest system call number in use; 512 and up are x32's own. */
#define SE_CALLS 576

/* From a call's number to the type of its event; 0: not of interest. User space may clear entries before the load. */
#define CALL(nr, type) [nr] = SE_##type

const volatile __u8 se_calls64[SE_CALLS] = {
	CALL(2, OPEN), CALL(257, OPENAT), CALL(437, OPENAT2), CALL(85, CREAT),
	CALL(59, EXECVE), CALL(322, EXECVEAT), CALL(520, EXECVE), CALL(545, EXECVEAT),
	CALL(80, CHDIR), CALL(81, FCHDIR), CALL(101, PTRACE), CALL(521, PTRACE),
	CALL(42, CONNECT), CALL(43, ACCEPT), CALL(288, ACCEPT4), CALL(49, BIND), CALL(50, LISTEN),
	CALL(87, UNLINK), CALL(263, UNLINKAT), CALL(84, RMDIR),
	CALL(82, RENAME), CALL(264, RENAMEAT), CALL(316, RENAMEAT2),
	CALL(86, LINK), CALL(265, LINKAT), CALL(88, SYMLINK), CALL(266, SYMLINKAT),
	CALL(90, CHMOD), CALL(91, FCHMOD), CALL(268, FCHMODAT), CALL(452, FCHMODAT2),
	CALL(76, TRUNCATE), CALL(77, FTRUNCATE),
};

const volatile __u8 se_calls32[SE_CALLS] = {
	CALL(5, OPEN), CALL(295, OPENAT), CALL(437, OPENAT2), CALL(8, CREAT),
	CALL(11, EXECVE), CALL(358, EXECVEAT),
	CALL(12, CHDIR), CALL(133, FCHDIR), CALL(26, PTRACE),
	[102] = SE_SOCKETCALL, CALL(362, CONNECT), CALL(364, ACCEPT4), CALL(361, BIND), CALL(363, LISTEN),
	CALL(10, UNLINK), CALL(301, UNLINKAT), CALL(40, RMDIR),
	CALL(38, RENAME), CALL(302, RENAMEAT), CALL(353, RENAMEAT2),
	CALL(9, LINK), CALL(303, LINKAT), CALL(83, SYMLINK), CALL(304, SYMLINKAT),
	CALL(15, CHMOD), CALL(94, FCHMOD), CALL(306, FCHMODAT), CALL(452, FCHMODAT2),
	CALL(92, TRUNCATE), CALL(193, TRUNCATE), CALL(93, FTRUNCATE), CALL(194, FTRUNCATE),
};

struct se_call {
	__u32 type;  /* enum se_type, SE_SOCKETCALL or 0 */
	__u32 flags; /* SE_COMPAT, SE_X32 */
	__u32 nr;
	__u64 arg[5];
	__s64 result;
};

static __always_inline void call_kind(struct pt_regs *regs, struct se_call *call)
{
	__u64 nr = regs->orig_ax & ~(__u64)X32_SYSCALL_BIT;

	call->type = 0;
	call->flags = 0;
	call->nr = nr;
	if (nr >= SE_CALLS)
		return;
	if (READ(current_task(), thread_info.status) & TS_COMPAT) {
		call->flags = SE_COMPAT;
		call->type = se_calls32[nr];
	} else {
		call->flags = regs->orig_ax & X32_SYSCALL_BIT ? SE_X32 : 0;
		call->type = se_calls64[nr];
	}
}

/* The kernel keeps the argument registers as the caller set them; only rcx and r11 are clobbered by `syscall`. */
static __always_inline void call_of(__u64 *ctx, struct se_call *call)
{
	struct pt_regs *regs = (struct pt_regs *)ctx[0];

	call->result = ctx[1];
	call_kind(regs, call);
	if (call->flags & SE_COMPAT) {
		call->arg[0] = (__u32)regs->bx;
		call->arg[1] = (__u32)regs->cx;
		call->arg[2] = (__u32)regs->dx;
		call->arg[3] = (__u32)regs->si;
		call->arg[4] = (__u32)regs->di;
	} else {
		call->arg[0] = regs->di;
		call->arg[1] = regs->si;
		call->arg[2] = regs->dx;
		call->arg[3] = regs->r10;
		call->arg[4] = regs->r8;
	}
}

/* Begins the record of a call. Its body is not zero yet. */
static __always_inline struct se_scratch *begin_call(struct se_call *call, __u32 fixed)
{
	struct se_scratch *s = begin_current(call->type, fixed);

	if (!s)
		return NULL;
	s->header.result = call->result;
	s->header.flags |= call->flags;
	return s;
}

/* The agent's own file events would feed on themselves. */
static __always_inline bool filter_self(struct se_call *call)
{
	if ((__u32)READ(current_task(), tgid) != se_self_tgid)
		return false;
	count_filtered(call->type);
	return true;
}

#endif
