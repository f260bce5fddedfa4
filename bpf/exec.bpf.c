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
#include "socket.h"

#define MKDEV(major, minor) ((major) << 20 | (minor))

static __always_inline bool is_tty(__u32 device)
{
	__u32 major = device >> 20;

	/* Virtual and serial consoles, /dev/tty, pseudo terminals, ARM, USB and hypervisor serial lines. */
	return major == 4 || major == 5 || (major >= 136 && major <= 143) || major == 204 || major == 188 || major == 166 ||
	       major == 229;
}

static __always_inline __u8 socket_kind(__u16 family)
{
	switch (family) {
	case AF_UNIX:
		return SE_FD_UNIX;
	case AF_INET:
		return SE_FD_INET;
	case AF_INET6:
		return SE_FD_INET6;
	default:
		return SE_FD_SOCKET;
	}
}

/* The kind of a descriptor; where it is a socket, also its struct socket. */
static __always_inline __u8 fd_kind(struct task_struct *task, __u32 fd, __u64 *socket)
{
	__u64 address = file_of(task, fd);
	struct file *file = CAST(struct file, address);
	struct inode *inode = READ(file, f_inode);

	if (!address)
		return SE_FD_CLOSED;
	switch (READ(inode, i_mode) & S_IFMT) {
	case S_IFREG:
		return SE_FD_FILE;
	case S_IFDIR:
		return SE_FD_DIR;
	case S_IFIFO:
		return SE_FD_PIPE;
	case S_IFBLK:
		return SE_FD_BLOCK;
	case S_IFCHR:
		if (READ(inode, i_rdev) == MKDEV(1, 3))
			return SE_FD_NULL;
		return is_tty(READ(inode, i_rdev)) ? SE_FD_TTY : SE_FD_CHAR;
	case S_IFSOCK:
		*socket = socket_of(address);
		if (*socket)
			return socket_kind(READ(CAST(struct socket, *socket), sk, __sk_common.skc_family));
	}
	return SE_FD_OTHER;
}

static __always_inline void put_stdio(struct se_exec *exec, struct task_struct *task)
{
	__u64 sockets[3] = {};
	__u64 first;

	exec->stdio[0] = fd_kind(task, 0, &sockets[0]);
	exec->stdio[1] = fd_kind(task, 1, &sockets[1]);
	exec->stdio[2] = fd_kind(task, 2, &sockets[2]);
	first = sockets[0] ? sockets[0] : sockets[1] ? sockets[1] : sockets[2];
	if (first)
		se_put_socket(first, AT(se_exec, socket));
}

/* Appends a range of the new program's memory: its arguments or its environment. */
static __always_inline void put_strings(struct se_scratch *s, __u64 from, __u64 to, struct se_span *span, __u32 *size, __u32 cut)
{
	__u64 bytes = to - from;
	__u32 end = s->end;

	*size = bytes;
	if (bytes > se_args_max) {
		bytes = se_args_max;
		s->header.flags |= cut;
	}
	if (bytes > SE_ARGS_LIMIT)
		bytes = SE_ARGS_LIMIT;
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
	struct linux_binprm *bprm = (struct linux_binprm *)ctx[2];
	__u32 type = READ(bprm, fdpath) ? SE_EXECVEAT : SE_EXECVE;
	struct mm_struct *mm = READ(task, mm);
	const struct cred *cred = READ(task, cred);
	struct fs_struct *fs = READ(task, fs);
	struct file *file = CAST(struct file, POINTER(mm->exe_file));
	struct se_scratch *s;
	struct se_exec *exec;

	if (se_begin(type, sizeof(struct se_exec)))
		return 0;
	s = scratch();
	if (!s)
		return 0;
	exec = &s->exec;
	__builtin_memset(&exec->exe, 0, sizeof(struct se_exec) - sizeof(struct se_header));
	se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), AT(se_exec, exe));
	se_put_path(POINTER(fs->pwd.dentry), POINTER(fs->pwd.mnt), AT(se_exec, cwd));
	se_put_inode(POINTER(file->f_inode), AT(se_exec, inode));
	put_times(POINTER(file->f_inode), &exec->mtime, &exec->ctime);
	exec->cap_inheritable = WORD(ADDRESS(cred->cap_inheritable));
	exec->cap_bounding = WORD(ADDRESS(cred->cap_bset));
	exec->cap_ambient = WORD(ADDRESS(cred->cap_ambient));
	exec->asked_provenance = SE_FROM_KERNEL_COPY;
	exec->asked.dirfd = AT_FDCWD;
	if (se_put_kernel_name(POINTER(bprm->filename), AT(se_exec, asked.text)) != '/')
		exec->asked.base = exec->cwd;
	if (READ(bprm, interp) != READ(bprm, filename))
		se_put_kernel_name(POINTER(bprm->interp), AT(se_exec, interp));
	put_stdio(exec, task);
	put_strings(s, READ(mm, arg_start), READ(mm, arg_end), &exec->args, &exec->args_size, SE_ARGS_CUT);
	exec->env_size = READ(mm, env_end) - READ(mm, env_start);
	if (se_env)
		put_strings(s, READ(mm, env_start), READ(mm, env_end), &exec->env, &exec->env_size, SE_ENV_CUT);
	se_send(0);
	return 0;
}

SEC("tp_btf/sys_exit")
int se_exec_fail(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;

	call_of((struct pt_regs *)ctx[0], &call);
	if (se_begin(call.type, sizeof(struct se_exec)))
		return 0;
	s = scratch();
	if (!s)
		return 0;
	__builtin_memset(&s->exec.exe, 0, sizeof(struct se_exec) - sizeof(struct se_header));
	s->header.result = ctx[1];
	s->header.flags |= call.flags;
	s->exec.asked_provenance = SE_FROM_USER_MEMORY;
	if (call.type == SE_EXECVE)
		se_put_asked(call.arg[0], AT_FDCWD, AT(se_exec, asked));
	else
		se_put_asked(call.arg[1], call.arg[0], AT(se_exec, asked));
	se_send(0);
	return 0;
}
