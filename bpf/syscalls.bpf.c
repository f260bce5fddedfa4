/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * tp_btf/sys_exit (BTF raw tracepoint: 5.5): the one place that every system call passes with its result, its arguments
 * still in pt_regs, whatever the way in (syscall, int 0x80, sysenter, x32). No entry hook: half the cost, no table
 * of calls in flight, and a name is read after the kernel has used it, not before.
 *
 * Cannot see: operations of io_uring (no system call each, see uring.bpf.c), calls that never return (exit, a successful execve returns
 * as another program), calls refused by seccomp before they begin.
 */
#include "call.h"
#include "socketcall.h"

/* Programs behind the dispatcher; index into se_families. */
enum se_family {
	SE_FAMILY_OPEN = 0,
	SE_FAMILY_EXEC = 1,
	SE_FAMILY_PROCESS = 2,
	SE_FAMILY_NET = 3,
	SE_FAMILY_FS = 4,
	SE_FAMILY_CALLS = 5,
	SE_FAMILY_MESSAGE = 6,
	SE_FAMILY_COUNT = 7,
};

int se_open(__u64 *ctx);
int se_exec_fail(__u64 *ctx);
int se_process(__u64 *ctx);
int se_net(__u64 *ctx);
int se_fs(__u64 *ctx);
int se_calls(__u64 *ctx);
int se_message(__u64 *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, SE_FAMILY_COUNT);
	__uint(key_size, sizeof(__u32));
	__array(values, int(__u64 *));
} se_families SEC(".maps") = {
	.values = {
		[SE_FAMILY_OPEN] = se_open,
		[SE_FAMILY_EXEC] = se_exec_fail,
		[SE_FAMILY_PROCESS] = se_process,
		[SE_FAMILY_NET] = se_net,
		[SE_FAMILY_FS] = se_fs,
		[SE_FAMILY_CALLS] = se_calls,
		[SE_FAMILY_MESSAGE] = se_message,
	},
};

SEC("tp_btf/sys_exit")
int se_sys_exit(__u64 *ctx)
{
	struct pt_regs *regs = (struct pt_regs *)ctx[0];
	__u64 nr = regs->REG_NUMBER & ~(__u64)X32_SYSCALL_BIT;
	struct se_call call;

	if (nr >= SE_CALLS || !(se_calls64[nr] | se_calls32[nr]))
		return 0;
	call_kind(regs, &call);
	if (call.type == SE_SOCKETCALL)
		call.type = socketcall_type((__u32)regs->REG32_ARG0);
	if (!call.type)
		return 0;
	if (call.type <= SE_EXECVEAT) {
		/* A success has been reported by se_exec. */
		if ((__s64)ctx[1] >= 0)
			return 0;
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_EXEC);
	} else if (call.type <= SE_PTRACE)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_PROCESS);
	else if (call.type <= SE_LISTEN)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_NET);
	else if (call.type <= SE_CREAT)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_OPEN);
	else if (call.type <= SE_FTRUNCATE)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_FS);
	else if (is_message(call.type))
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_MESSAGE);
	else if (call.type <= SE_FCNTL || call.type == SE_SETSOCKOPT)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_NET);
	else if (call.type == SE_OPEN_BY_HANDLE_AT)
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_OPEN);
	else
		bpf_tail_call_static(ctx, &se_families, SE_FAMILY_CALLS);
	/* Reached only when the family's program is not there. */
	count_lost(call.type);
	return 0;
}
