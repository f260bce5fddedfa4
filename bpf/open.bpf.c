/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * open, openat, openat2, creat, open_by_handle_at, at their end (tail call from se_sys_exit). The file is the one that the returned
 * descriptor refers to; the name asked for comes from the caller's memory and is carried beside it.
 *
 * Cannot see: which file it was, when another thread puts something else on the descriptor between the kernel's
 * installing it and the end of the call; then path and asked name differ, and SE_FILES_SHARED is set. The asked name, when
 * its page is not resident.
 */
#include "call.h"

#define O_WRONLY 01
#define O_CREAT 0100
#define O_TRUNC 01000

static __always_inline void take_arguments(struct se_open *open, struct se_call *call, __u64 *name, __s32 *dirfd)
{
	struct open_how how = {};

	open->resolve = 0;
	*dirfd = AT_FDCWD;
	switch (call->type) {
	case SE_OPEN:
		*name = call->arg[0];
		open->open_flags = (__u32)call->arg[1];
		open->create_mode = call->arg[2];
		break;
	case SE_CREAT:
		*name = call->arg[0];
		open->open_flags = O_CREAT | O_WRONLY | O_TRUNC;
		open->create_mode = call->arg[1];
		break;
	case SE_OPENAT:
		*dirfd = call->arg[0];
		*name = call->arg[1];
		open->open_flags = (__u32)call->arg[2];
		open->create_mode = call->arg[3];
		break;
	case SE_OPEN_BY_HANDLE_AT:
		*dirfd = call->arg[0];
		*name = 0;
		open->open_flags = (__u32)call->arg[2];
		break;
	default:
		*dirfd = call->arg[0];
		*name = call->arg[1];
		if (bpf_probe_read_user(&how, sizeof(how), (void *)call->arg[2]))
			open->h.flags |= SE_NAME_FAULT;
		open->open_flags = how.flags;
		open->create_mode = how.mode;
		open->resolve = how.resolve;
	}
}

/* Opens that failed, by workload: what is usual of them is learned. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, SE_WORKLOADS);
	__type(key, __u64);
	__type(value, __u64);
} se_failed_opens SEC(".maps");

static __always_inline void count_failed(struct se_call *call)
{
	__u64 id = workload(call->task), zero = 0, *count = bpf_map_lookup_elem(&se_failed_opens, &id);

	if (!count) {
		bpf_map_update_elem(&se_failed_opens, &id, &zero, BPF_NOEXIST);
		count = bpf_map_lookup_elem(&se_failed_opens, &id);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
}

SEC("tp_btf/sys_exit")
int se_open(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;
	struct file *file;
	__s32 dirfd;
	__u64 name;

	call_of(ctx, &call);
	if (filter_self(&call))
		return 0;
	if (se_count_failed) {
		if (call.result < 0)
			count_failed(&call);
		if (is_unwanted(call.type)) {
			count_filtered(call.type);
			return 0;
		}
	}
	s = begin_call(&call, sizeof(struct se_open));
	if (!s)
		return 0;
	__builtin_memset(&s->open.path, 0, sizeof(struct se_open) - sizeof(struct se_header));
	take_arguments(&s->open, &call, &name, &dirfd);
	if (files_shared(call.task))
		s->header.flags |= SE_FILES_SHARED;
	if (call.result >= 0) {
		file = CAST(struct file, file_of(call.task, call.result));
		if (file)
			put_opened(s, file);
	}
	if (call.type == SE_OPEN_BY_HANDLE_AT)
		s->open.asked.dirfd = dirfd; /* only says which file system: there is no name */
	else
		se_put_asked(name, dirfd, AT(se_open, asked));
	send_bulk(s);
	return 0;
}
