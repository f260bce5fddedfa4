/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Processes that run already: iter/task (5.8) visits every thread under RCU; one record per process, written to the file
 * that user space reads. Arguments and environment are in /proc for user space to read: the iterator may not sleep.
 *
 * These records are no events and not counted. It runs with preemption on, beside the tracepoint programs, so that it has a
 * record of its own. One reader at a time.
 *
 * Cannot see: a process that starts or ends while the iterator passes, hence the tracepoints are attached first. The locks of
 * a task's files and directory are not taken; a task that is exiting can give absent or outdated ones.
 */
#include "program.h"
#include "socket.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

#pragma clang attribute pop

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct se_scratch);
} se_task_record SEC(".maps");

static __always_inline void put_task_files(struct se_scratch *s, struct task_struct *task)
{
	struct se_exec *exec = &s->exec;
	struct mm_struct *mm = READ(task, mm);
	struct fs_struct *fs = READ(task, fs);
	__u64 address = mm ? POINTER(mm->exe_file) : 0;
	struct file *file = CAST(struct file, address);
	__u64 socket;

	if (fs)
		put_path(s, POINTER(fs->pwd.dentry), POINTER(fs->pwd.mnt), &exec->cwd);
	if (!address)
		return;
	put_path(s, POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), &exec->exe);
	put_inode(POINTER(file->f_inode), &exec->inode);
	put_times(POINTER(file->f_inode), &exec->mtime, &exec->ctime);
	exec->args_size = READ(mm, arg_end) - READ(mm, arg_start);
	exec->env_size = READ(mm, env_end) - READ(mm, env_start);
	socket = put_stdio(exec, task);
	if (socket)
		put_socket(s, socket, &exec->socket);
}

SEC("iter/task")
int se_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = CAST(struct task_struct, ctx->task);
	__u32 zero = 0;
	struct se_scratch *s = bpf_map_lookup_elem(&se_task_record, &zero);
	__u64 size;

	if (!task || !s)
		return 0;
	if (READ(task, pid) != READ(task, tgid) || READ(task, signal, live.counter) == 0)
		return 0;
	begin(s, task, SE_TASK, sizeof(struct se_exec));
	__builtin_memset(&s->exec.exe, 0, sizeof(struct se_exec) - sizeof(struct se_header));
	put_credentials(&s->exec, task);
	put_task_files(s, task);
	size = s->end;
	OPAQUE(size);
	if (size > SE_RECORD_MAX)
		return 0;
	s->header.size = size;
	/* A full buffer is no loss: the kernel hands it over and comes back with the same task. */
	bpf_seq_write(ctx->meta->seq, s->record, size);
	return 0;
}
