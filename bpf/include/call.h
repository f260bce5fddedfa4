/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What system call is ending: its type, its way in, its arguments. */
#ifndef SE_CALL_H
#define SE_CALL_H

#include "maps.h"

/* Beside the values of enum se_type: i386 socketcall, which is any of the socket calls. */
#define SE_SOCKETCALL SE_TYPE_COUNT

/* One past the highest system call number in use; 512 and up are x32's own. */
#define SE_CALLS 576

/* From a call's number to the type of its event; 0: not of interest. User space may clear entries before the load. */
#define CALL(nr, type) [nr] = SE_##type

const volatile __u8 se_calls64[SE_CALLS] = {
	CALL(2, OPEN), CALL(257, OPENAT), CALL(437, OPENAT2), CALL(85, CREAT),
	CALL(59, EXECVE), CALL(322, EXECVEAT), CALL(520, EXECVE), CALL(545, EXECVEAT),
};

const volatile __u8 se_calls32[SE_CALLS] = {
	CALL(5, OPEN), CALL(295, OPENAT), CALL(437, OPENAT2), CALL(8, CREAT),
	CALL(11, EXECVE), CALL(358, EXECVEAT),
};

struct se_call {
	__u32 type;  /* enum se_type, SE_SOCKETCALL or 0 */
	__u32 flags; /* SE_COMPAT, SE_X32 */
	__u64 arg[6];
};

static __always_inline void call_kind(struct pt_regs *regs, struct se_call *call)
{
	__u64 nr = regs->orig_ax & ~(__u64)X32_SYSCALL_BIT;

	call->type = 0;
	call->flags = 0;
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
static __always_inline void call_of(struct pt_regs *regs, struct se_call *call)
{
	call_kind(regs, call);
	if (call->flags & SE_COMPAT) {
		call->arg[0] = (__u32)regs->bx;
		call->arg[1] = (__u32)regs->cx;
		call->arg[2] = (__u32)regs->dx;
		call->arg[3] = (__u32)regs->si;
		call->arg[4] = (__u32)regs->di;
		call->arg[5] = (__u32)regs->bp;
	} else {
		call->arg[0] = regs->di;
		call->arg[1] = regs->si;
		call->arg[2] = regs->dx;
		call->arg[3] = regs->r10;
		call->arg[4] = regs->r8;
		call->arg[5] = regs->r9;
	}
}

#endif
