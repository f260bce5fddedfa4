/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * chdir, fchdir and ptrace, at their end (tail call from se_sys_exit). The directory is the one that the process is in
 * after the call. A relative name of a successful chdir has no base: the directory it started from is gone.
 *
 * Cannot see: a change of directory by a thread that shares its fs_struct through clone(CLONE_FS) from another process
 * (the event names only the caller); the target of a ptrace request that does not attach, other than by the caller's number for it.
 */
#include "call.h"
#include "record.h"

static __always_inline void put_chdir(struct se_scratch *s, struct se_call *call)
{
	struct fs_struct *fs = READ(current_task(), fs);

	se_put_path(POINTER(fs->pwd.dentry), POINTER(fs->pwd.mnt), AT(se_chdir, cwd));
	if (call->type == SE_FCHDIR)
		s->chdir.asked.dirfd = call->arg[0];
	else if (call->result < 0)
		se_put_asked(call->arg[0], AT_FDCWD, AT(se_chdir, asked));
	else {
		s->chdir.asked.dirfd = AT_FDCWD;
		se_put_user_name(call->arg[0], AT(se_chdir, asked.text));
		put_other(s, call->arg[0], AT(se_chdir, asked));
	}
}

/* ptrace_attach() puts a thread at the head of the list of the thread that traces it (__ptrace_link, since 2.6.26). */
static __always_inline void put_target(struct se_ptrace *ptrace)
{
	struct task_struct *tracer = current_task(), *target;
	__u64 entry = POINTER(tracer->ptraced.next);

	if (entry == (__u64)tracer + bpf_core_field_offset(struct task_struct, ptraced))
		return;
	target = CAST(struct task_struct, entry - bpf_core_field_offset(struct task_struct, ptrace_entry));
	ptrace->target_pid = PEEK(target, tgid);
	ptrace->target_start = PEEK(target, group_leader, start_boottime);
}

static __always_inline void put_ptrace(struct se_ptrace *ptrace, struct se_call *call)
{
	ptrace->request = call->arg[0];
	ptrace->target_tid = call->arg[1];
	ptrace->addr = call->arg[2];
	ptrace->data = call->arg[3];
	if (call->result == 0 && (ptrace->request == PTRACE_ATTACH || ptrace->request == PTRACE_SEIZE))
		put_target(ptrace);
}

SEC("tp_btf/sys_exit")
int se_process(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;

	call_of(ctx, &call);
	s = begin_call(&call, call.type == SE_PTRACE ? sizeof(struct se_ptrace) : sizeof(struct se_chdir));
	if (!s)
		return 0;
	__builtin_memset(s->record + sizeof(struct se_header), 0, sizeof(struct se_ptrace) - sizeof(struct se_header));
	if (call.type == SE_PTRACE)
		put_ptrace(&s->ptrace, &call);
	else
		put_chdir(s, &call);
	send_critical(s);
	return 0;
}
