/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * The calls of SE_CALLS_BY_TABLE (include/calls.h), at their end (tail call from se_sys_exit): arguments as the caller passed
 * them, names and texts from its memory, descriptors from the kernel. Ids and capabilities in the header are those after the
 * call.
 *
 * Cannot see: through which symbolic links a name led; a name or structure whose page is not resident or that was rewritten
 * meanwhile; the process that a number in another pid namespace stands for; who had which credentials before the call, other
 * than by the records before.
 */
#include "call.h"
#include "guard.h"
#include "mapped.h"
#include "objects.h"
#include "requests.h"

#define PR_SET_NAME 15
#define PR_SET_VMA 0x53564d41
#define LINUX_REBOOT_CMD_RESTART2 0xa1b2c3d4
#define FSCONFIG_SET_STRING 1
#define FSCONFIG_SET_PATH 3
#define FSCONFIG_SET_PATH_EMPTY 4
#define BPF_ATTR_BYTES 64 /* up to the name of a program */

/* Calls of the i386 table that pass the same in another form. */
enum { NR32_OLD_MMAP = 90, NR32_MMAP2 = 192, NR32_SETGROUPS16 = 81, NR32_STIME = 25, NR32_SETTIMEOFDAY = 79, NR32_CLOCK_SETTIME = 264, NR32_SENDFILE = 187 };

/* The arguments of the two old forms of mmap, in those of the call of today. */
static __always_inline void resolve_mmap(struct se_call *call)
{
	__u32 args[6] = {};

	if (call->nr == NR32_MMAP2) {
		call->arg[5] <<= 12;
		return;
	}
	if (bpf_probe_read_user(args, sizeof(args), (void *)call->arg[0]))
		call->flags |= SE_NAME_FAULT;
	replace_arguments(call, args);
}

/*
 * Memory that can be written and executed, that was filled before it became code, or a file that may be new. Where what is read
 * is executed too (READ_IMPLIES_EXEC), such a file alone.
 */
static __always_inline bool is_code(struct se_call *call, struct se_mapping *mapping)
{
	struct task_struct *task = call->task;
	bool asked = call->arg[2] & PROT_EXEC;

	if (!asked && !(call->arg[2] & PROT_READ && READ(task, personality) & READ_IMPLIES_EXEC))
		return false;
	if (call->type != SE_MMAP) {
		if (call->result == 0)
			judge_range(mapping, call->arg[0], call->arg[1]);
		return asked || may_be_new(mapping);
	}
	if (call->arg[3] & MAP_ANONYMOUS)
		return asked;
	judge_file(mapping, call);
	return (asked && call->arg[2] & PROT_WRITE) || may_be_new(mapping);
}

static __always_inline bool is_event(struct se_call *call, __u32 form, struct se_mapping *mapping)
{
	struct task_struct *task = current_task();
	struct upid *own;

	switch (form) {
	case SE_FORM_CODE:
		return is_code(call, mapping);
	case SE_FORM_OTHERS:
		own = innermost(call->type == SE_TGKILL ? READ(task, group_leader, thread_pid) : READ(task, thread_pid));
		return (__u32)call->arg[0] != (__u32)PEEK(own, nr);
	case SE_FORM_PRCTL:
		return (__u32)call->arg[0] != PR_SET_VMA;
	case SE_FORM_SEND:
		return (__u32)call->arg[1] != 0;
	case SE_FORM_LIMIT:
		return call->arg[2] != 0;
	case SE_FORM_IOCTL:
		return is_notable_request(call->arg[1]);
	case SE_FORM_BPF:
		return is_bpf_event(call);
	}
	return true;
}

static __always_inline bool is_signal(__u32 type)
{
	return type >= SE_KILL && type <= SE_RT_TGSIGQUEUEINFO;
}

/* An argument by its number from 1. */
static __always_inline __u64 argument(struct se_scratch *s, __u32 n)
{
	__u64 at = n - 1;

	OPAQUE(at);
	return s->syscall.args[at > 5 ? 5 : at];
}

/* A descriptor of a process: an anonymous inode before 6.9, then of a file system of its own. */
static __always_inline void put_pidfd(struct se_syscall *out, __u32 fd)
{
	struct file *file = CAST(struct file, file_of(current_task(), fd));
	struct inode *inode = PEEK(file, f_inode);
	__u64 magic = PEEK(inode, i_sb, s_magic), address, first, links = bpf_core_field_offset(struct task_struct, pid_links);
	struct task_struct *task;
	struct pid *pid;

	if (magic == PID_FS_MAGIC)
		address = POINTER(inode->i_private);
	else if (magic == ANON_INODE_FS_MAGIC)
		address = POINTER(file->private_data);
	else
		return;
	pid = CAST(struct pid, address);
	out->target_pid = PEEK(pid, numbers[0].nr);
	first = (__u64)PEEK(pid, tasks[PIDTYPE_TGID].first);
	if (!first)
		return;
	task = CAST(struct task_struct, first - links - PIDTYPE_TGID * bpf_core_type_size(struct hlist_node));
	out->target_start = PEEK(task, group_leader, start_boottime);
}

static __always_inline void put_root(void)
{
	struct fs_struct *fs = READ(current_task(), fs);

	se_put_path(POINTER(fs->root.dentry), POINTER(fs->root.mnt), AT(se_syscall, path));
}

/* Memory of the caller into the first span. */
__noinline int se_put_memory(__u64 from, __u32 bytes)
{
	struct se_scratch *s = scratch();
	__u64 size = bytes;
	__u32 end;

	if (!s)
		return -1;
	end = s->end;
	if (size > SE_MEMORY_MAX) {
		size = SE_MEMORY_MAX;
		s->header.flags |= SE_NAME_CUT;
	}
	if (end > SE_RECORD_MAX - SE_MEMORY_MAX)
		return -1;
	OPAQUE(size);
	size &= 127;
	if (size > SE_MEMORY_MAX)
		return -1;
	if (bpf_probe_read_user(s->record + end, size, (void *)from)) {
		s->header.flags |= SE_NAME_FAULT;
		return -1;
	}
	s->syscall.first.off = end;
	s->syscall.first.len = size;
	s->end = end + size;
	return 0;
}

static __always_inline void put_object(struct se_syscall *out, struct file *file)
{
	__u64 object = POINTER(file->private_data);
	struct bpf_prog *program = CAST(struct bpf_prog, object);
	struct bpf_link *link = CAST(struct bpf_link, object);
	struct bpf_map *map = CAST(struct bpf_map, object);

	out->object_kind = object_kind(file);
	switch (out->object_kind) {
	case SE_OBJECT_PROGRAM:
		out->object = PEEK(program, type) + 1;
		out->object_id = PEEK(program, aux, id);
		se_put_kernel_name(POINTER(program->aux) + bpf_core_field_offset(struct bpf_prog_aux, name), AT(se_syscall, second));
		break;
	case SE_OBJECT_MAP:
		out->object = PEEK(map, map_type) + 1;
		out->object_id = PEEK(map, id);
		se_put_kernel_name(object + bpf_core_field_offset(struct bpf_map, name), AT(se_syscall, second));
		break;
	case SE_OBJECT_LINK:
		out->object = PEEK(link, type) + 1;
		out->object_id = PEEK(link, id);
		break;
	}
}

/* What the command is about; the attributes of one that makes something are in the caller's memory, and carried as well. */
static __always_inline void put_bpf(struct se_scratch *s, struct se_call *call)
{
	struct file *file = file_of_object(call);
	__u32 command = call->arg[0];

	if (command == MAP_CREATE || command == PROG_LOAD)
		se_put_memory(call->arg[1], (__u32)call->arg[2] < BPF_ATTR_BYTES ? call->arg[2] : BPF_ATTR_BYTES);
	if (file)
		put_object(&s->syscall, file);
}

/* What is passed with a request: a number in the place of the fourth argument, which there is not, or bytes. */
static __always_inline void put_request(struct se_scratch *s, __u32 request, __u64 from)
{
	__u32 number = 0;

	if (passes_number(request) && bpf_probe_read_user(&number, sizeof(number), (void *)from))
		s->header.flags |= SE_NAME_FAULT;
	s->syscall.args[3] = number;
	if (text_passed(request))
		se_put_memory(from, text_passed(request));
}

static __always_inline void put_extra(struct se_scratch *s, struct se_call *call, __u32 extra)
{
	__u32 command = call->arg[1];

	switch (extra) {
	case SE_EXTRA_PIDFD:
		put_pidfd(&s->syscall, call->arg[0]);
		break;
	case SE_EXTRA_NEW_PIDFD:
		put_pidfd(&s->syscall, call->result);
		break;
	case SE_EXTRA_ROOT:
		if (call->result >= 0)
			put_root();
		break;
	case SE_EXTRA_BPF:
		put_bpf(s, call);
		break;
	case SE_EXTRA_PRCTL:
		if ((__u32)call->arg[0] == PR_SET_NAME)
			se_put_user_name(call->arg[1], AT(se_syscall, first));
		break;
	case SE_EXTRA_REBOOT:
		if ((__u32)call->arg[2] == LINUX_REBOOT_CMD_RESTART2)
			se_put_user_name(call->arg[3], AT(se_syscall, first));
		break;
	case SE_EXTRA_IOCTL:
		put_request(s, command, call->arg[2]);
		break;
	case SE_EXTRA_FSCONFIG:
		if (command == FSCONFIG_SET_STRING || command == FSCONFIG_SET_PATH || command == FSCONFIG_SET_PATH_EMPTY)
			se_put_user_name(call->arg[3], AT(se_syscall, second));
		break;
	}
}

/* The file that is mapped. */
static __always_inline void put_mapping(struct se_scratch *s, struct se_call *call, struct se_mapping *mapping)
{
	struct path *path;
	struct dentry *dentry;

	if (!mapping->file)
		return;
	path = CAST(struct path, shown_path(CAST(struct file, mapping->file)));
	dentry = CAST(struct dentry, shown_dentry(mapping->file));
	put_inode(POINTER(dentry->d_inode), &s->syscall.inode);
	s->syscall.inode.flags |= mapping->flags;
	if (!(mapping->flags & SE_INODE_MAPPED) && files_shared(call->task))
		s->header.flags |= SE_FILES_SHARED;
	se_put_path(POINTER(path->dentry), POINTER(path->mnt), AT(se_syscall, path));
}

/* Appends a text that may be left out. */
static __always_inline void put_text(struct se_scratch *s, __u32 n, __u32 at)
{
	__u64 user = n ? argument(s, n) : 0;

	if (user)
		se_put_user_name(user, at);
}

/* Appends a name of a file; without one, what the descriptor in its place refers to. */
static __always_inline void put_name(struct se_scratch *s, __u32 n, __u32 dirfd_n, __u32 at)
{
	__s32 dirfd = dirfd_n ? (__s32)argument(s, dirfd_n) : AT_FDCWD;
	__u64 name = n ? argument(s, n) : 0;

	if (name)
		se_put_asked(name, dirfd, at);
	else if (n && dirfd_n)
		put_descriptor(dirfd, AT(se_syscall, path), &s->syscall.inode);
}

static __always_inline __u32 unit_of(struct se_call *call, const volatile struct se_spec *spec)
{
	if (call->flags & SE_COMPAT) {
		if (call->nr == NR32_SETGROUPS16)
			return 2;
		if (call->nr == NR32_STIME || call->nr == NR32_SETTIMEOFDAY || call->nr == NR32_CLOCK_SETTIME || call->nr == NR32_SENDFILE)
			return 4;
	}
	return spec->unit;
}

static __always_inline void put_structure(struct se_scratch *s, struct se_call *call, const volatile struct se_spec *spec)
{
	__u64 from = argument(s, spec->bytes);
	__u32 bytes = unit_of(call, spec);

	if (spec->count)
		bytes *= (__u32)argument(s, spec->count);
	if (from && bytes)
		se_put_memory(from, bytes);
}

SEC("tp_btf/sys_exit")
int se_calls(__u64 *ctx)
{
	const volatile struct se_spec *spec;
	struct se_mapping mapping = {};
	struct se_scratch *s;
	struct se_call call;
	__u32 fd;

	call_of(ctx, &call);
	if (call.type >= SE_TYPE_COUNT)
		return 0;
	spec = &se_specs[call.type];
	if (call.type == SE_MMAP && call.flags & SE_COMPAT)
		resolve_mmap(&call);
	if (call.type == SE_FANOTIFY_MARK)
		join_mask(&call);
	if (!is_event(&call, spec->form, &mapping) || filter_self(&call))
		return 0;
	s = begin_call(&call, sizeof(struct se_syscall));
	if (!s)
		return 0;
	__builtin_memset(&s->syscall.path, 0, sizeof(struct se_syscall) - sizeof(struct se_header));
	__builtin_memcpy(s->syscall.args, call.arg, sizeof(call.arg));
	if (is_signal(call.type) && took_signal())
		s->header.flags |= SE_OF_AGENT;
	if (spec->fd) {
		fd = spec->fd == SE_RESULT ? call.result : argument(s, spec->fd);
		put_descriptor(fd, AT(se_syscall, path), &s->syscall.inode);
	}
	put_mapping(s, &call, &mapping);
	put_name(s, spec->name, spec->dirfd, AT(se_syscall, asked));
	put_name(s, spec->target, spec->target_dirfd, AT(se_syscall, target));
	put_text(s, spec->content, AT(se_syscall, target.text));
	put_text(s, spec->first, AT(se_syscall, first));
	put_text(s, spec->second, AT(se_syscall, second));
	if (spec->bytes)
		put_structure(s, &call, spec);
	put_extra(s, &call, spec->extra);
	switch (spec->lane) {
	case BULK:
		send_bulk(s);
		break;
	case CRITICAL:
		send_critical(s);
		break;
	default:
		send_shared(s);
	}
	return 0;
}
