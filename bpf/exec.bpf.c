/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Programs started: tp_btf/sched_process_exec (raw tracepoint since 3.4, BTF form 5.5) fires in exec_binprm() when the new
 * program is in place and cannot fail any more, for whatever asked: execve, execveat, 32-bit calls, the kernel itself.
 * So the executable, arguments, credentials and directory are those of the new mm, not the caller's pointers.
 * Failed calls come from se_sys_exit.
 *
 * Cannot see: by which call: setting up the program rewrites the call number and the 32-bit flag. A file named by a
 * descriptor is reported as execveat, all else as execve, and SE_COMPAT is never set on a success. For a failed call,
 * a name whose page is not resident.
 */
#include "call.h"
#include "program.h"
#include "socket.h"

/* Appends a range of the new program's memory: its arguments or its environment. */
static __always_inline void put_strings(struct se_scratch *s, __u64 from, __u64 to, struct se_span *span, __u32 *size, __u32 cut)
{
	__u64 bytes = to - from, most = se_args_max < SE_ARGS_LIMIT ? se_args_max : SE_ARGS_LIMIT;
	__u32 end = s->end;

	*size = bytes;
	if (bytes > most) {
		bytes = most;
		s->header.flags |= cut;
	}
	if (end > SE_RECORD_MAX - SE_ARGS_LIMIT) {
		s->header.flags |= cut;
		return;
	}
	if (bpf_probe_read_user(s->record + end, bytes, (void *)from)) {
		s->header.flags |= cut;
		return;
	}
	span->off = end;
	span->len = bytes;
	s->end = end + bytes;
}

SEC("tp_btf/sched_process_exec")
int se_exec(__u64 *ctx)
{
	struct task_struct *task = current_task();
	struct linux_binprm *bprm = CAST(struct linux_binprm, ctx[2]);
	__u32 type = READ(bprm, fdpath) ? SE_EXECVEAT : SE_EXECVE;
	struct mm_struct *mm = READ(task, mm);
	struct fs_struct *fs = READ(task, fs);
	struct file *file = CAST(struct file, POINTER(mm->exe_file));
	struct se_scratch *s;
	struct se_exec *exec;
	__u64 socket;

	forget_entry(SE_EXECVE);
	forget_entry(SE_EXECVEAT);
	s = begin_current(type, sizeof(struct se_exec));
	if (!s)
		return 0;
	exec = &s->exec;
	__builtin_memset(&exec->exe, 0, sizeof(struct se_exec) - sizeof(struct se_header));
	se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), AT(se_exec, exe));
	se_put_path(POINTER(fs->pwd.dentry), POINTER(fs->pwd.mnt), AT(se_exec, cwd));
	put_inode(POINTER(file->f_inode), &exec->inode);
	put_times(POINTER(file->f_inode), &exec->mtime, &exec->ctime);
	put_credentials(exec, task);
	exec->asked_provenance = SE_FROM_KERNEL_COPY;
	exec->asked.dirfd = AT_FDCWD;
	if (se_put_kernel_name(POINTER(bprm->filename), AT(se_exec, asked.text)) != '/')
		exec->asked.base = exec->cwd;
	if (READ(bprm, interp) != READ(bprm, filename))
		se_put_kernel_name(POINTER(bprm->interp), AT(se_exec, interp));
	socket = put_stdio(exec, task);
	if (socket)
		se_put_socket(socket, AT(se_exec, socket));
	put_strings(s, READ(mm, arg_start), READ(mm, arg_end), &exec->args, &exec->args_size, SE_ARGS_CUT);
	exec->env_size = READ(mm, env_end) - READ(mm, env_start);
	if (se_env)
		put_strings(s, READ(mm, env_start), READ(mm, env_end), &exec->env, &exec->env_size, SE_ENV_CUT);
	send_critical(s);
	return 0;
}

SEC("tp_btf/sys_exit")
int se_exec_fail(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;

	call_of(ctx, &call);
	s = begin_call(&call, sizeof(struct se_exec));
	if (!s)
		return 0;
	__builtin_memset(&s->exec.exe, 0, sizeof(struct se_exec) - sizeof(struct se_header));
	s->exec.asked_provenance = SE_FROM_USER_MEMORY;
	if (call.type == SE_EXECVE)
		se_put_asked(call.arg[0], AT_FDCWD, AT(se_exec, asked));
	else
		se_put_asked(call.arg[1], call.arg[0], AT(se_exec, asked));
	send_shared(s);
	return 0;
}
