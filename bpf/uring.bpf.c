/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Operations of io_uring, which pass no system call of their own: io_uring_submit_req (from 6.3; io_uring_submit_sqe before)
 * fires in the submitter's context, or its polling thread's, when the request is prepared: names are then in kernel memory.
 * io_uring_complete fires when the result is posted; the opened file is then in the descriptor table, or in its slot. The
 * record waits between the two under the address of the request: one operation, one event. Raw tracepoints, not BTF ones:
 * a kernel that lacks one of the two names refuses an attachment, not the object.
 *
 * A record is sent at submission, with SE_NO_RESULT, where the result may never be posted or only when the process likes:
 * IOSQE_CQE_SKIP_SUCCESS, a worker's result in a ring with IORING_SETUP_DEFER_TASKRUN, more waiting requests or longer names
 * than there is room for.
 *
 * Cannot see: before 5.15, where the tracepoint has no request, which file or address; each connection of a multishot
 * accept; the opened file, when a later request of the same submission closes it at once.
 */
#include "call.h"
#include "connection.h"
#include "ring.h"
#include "socket.h"

#define RING_DEFER_TASKRUN (1u << 13) /* IORING_SETUP_DEFER_TASKRUN */
#define REQ_F_CQE_SKIP (1u << 6)      /* as IOSQE_CQE_SKIP_SUCCESS */
#define SLOT_ALLOCATED (~0u)          /* IORING_FILE_INDEX_ALLOC */
#define SLOT_FLAGS 7ull               /* low bits of a slot's pointer */

enum ring_opcode {
	OP_ACCEPT = 13,
	OP_CONNECT = 16,
	OP_OPENAT = 18,
	OP_OPENAT2 = 28,
	OP_RENAMEAT = 35,
	OP_UNLINKAT = 36,
	OP_MKDIRAT = 37,
	OP_SYMLINKAT = 38,
	OP_LINKAT = 39,
	OP_FTRUNCATE = 55,
	OP_BIND = 56,
	OP_LISTEN = 57,
};

#define OPCODES 64

/* The longest of the bodies is cleared, whatever the type. */
#define LONGEST_BODY sizeof(struct se_syscall)
_Static_assert(LONGEST_BODY >= sizeof(struct se_net) && LONGEST_BODY >= sizeof(struct se_fs) &&
	       LONGEST_BODY >= sizeof(struct se_open), "cleared");

/*
 * What follows the pointer to the file in struct io_ftrunc (6.9) and struct io_listen (6.11), their only other member.
 * Not by the types: libbpf would look for them in the modules of a kernel that lacks them, which CAP_BPF does not allow.
 */
#define AFTER_FILE 8

/* Whether requests are laid out as from 6.0; else the programs that look into them do nothing. */
#define REQUESTS_KNOWN bpf_core_field_exists(struct io_kiocb, cqe)

/* The event of an operation is that of the equivalent call. */
const volatile __u8 se_ring_types[OPCODES] = {
	[OP_ACCEPT] = SE_ACCEPT4,     [OP_CONNECT] = SE_CONNECT,     [OP_OPENAT] = SE_OPENAT,
	[OP_OPENAT2] = SE_OPENAT2,    [OP_RENAMEAT] = SE_RENAMEAT2,  [OP_UNLINKAT] = SE_UNLINKAT,
	[OP_SYMLINKAT] = SE_SYMLINKAT, [OP_LINKAT] = SE_LINKAT,      [OP_FTRUNCATE] = SE_FTRUNCATE,
	[OP_BIND] = SE_BIND,          [OP_LISTEN] = SE_LISTEN,       [OP_MKDIRAT] = SE_MKDIRAT,
};

/* Longest record that waits; longer ones are sent at once. */
#define WAITING_BYTES 1536
#define WAITING_REQUESTS 512

struct se_waiting {
	char record[WAITING_BYTES];
};

/* Not an LRU map: it would drop what waits longest, which an attacker could bring about. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, WAITING_REQUESTS);
	__type(key, __u64);
	__type(value, struct se_waiting);
} se_waiting SEC(".maps");

/* From 6.18 the completion is handed over whole. */
typedef void (*btf_trace_io_uring_complete___cqe)(void *, struct io_ring_ctx *, void *, struct io_uring_cqe *);

static __always_inline __u32 ring_type(__u32 opcode)
{
	if (opcode >= OPCODES)
		return 0;
	OPAQUE(opcode);
	return se_ring_types[opcode & (OPCODES - 1)];
}

static __always_inline void send_ring(struct se_scratch *s)
{
	if (s->header.type >= SE_OPEN)
		send_bulk(s);
	else
		send_shared(s);
}

/* Appends a name that the kernel has copied, with the directory that a relative one starts from. */
__noinline int se_put_ring_name(__u64 filename, __s32 dirfd, __u32 at)
{
	struct filename *name = CAST(struct filename, filename);
	struct se_scratch *s = scratch();
	int first;

	if (!s)
		return -1;
	FIELD(struct se_asked, s, at)->dirfd = dirfd;
	first = se_put_kernel_name(POINTER(name->name), at + __builtin_offsetof(struct se_asked, text));
	return first < 0 || first == '/' ? 0 : put_base(dirfd, at + __builtin_offsetof(struct se_asked, base));
}

static __always_inline void put_ring_open(struct se_scratch *s, __u64 request)
{
	struct io_open *open = CAST(struct io_open, request);

	s->open.open_flags = PEEK(open, how.flags);
	s->open.create_mode = PEEK(open, how.mode);
	s->open.resolve = PEEK(open, how.resolve);
	se_put_ring_name(POINTER(open->filename), PEEK(open, dfd), AT(se_open, asked));
}

static __always_inline void put_ring_fs(struct se_scratch *s, __u64 request, __u32 opcode)
{
	struct io_rename *rename = CAST(struct io_rename, request);
	struct io_unlink *unlink = CAST(struct io_unlink, request);
	struct io_link *link = CAST(struct io_link, request);
	struct filename *content;

	switch (opcode) {
	case OP_UNLINKAT:
		s->fs.call_flags = PEEK(unlink, flags);
		se_put_ring_name(POINTER(unlink->filename), PEEK(unlink, dfd), AT(se_fs, asked));
		break;
	case OP_RENAMEAT:
		s->fs.call_flags = PEEK(rename, flags);
		se_put_ring_name(POINTER(rename->oldpath), PEEK(rename, old_dfd), AT(se_fs, asked));
		se_put_ring_name(POINTER(rename->newpath), PEEK(rename, new_dfd), AT(se_fs, target));
		break;
	case OP_LINKAT:
		s->fs.call_flags = PEEK(link, flags);
		se_put_ring_name(POINTER(link->oldpath), PEEK(link, old_dfd), AT(se_fs, asked));
		se_put_ring_name(POINTER(link->newpath), PEEK(link, new_dfd), AT(se_fs, target));
		break;
	case OP_SYMLINKAT:
		se_put_ring_name(POINTER(link->newpath), PEEK(link, new_dfd), AT(se_fs, asked));
		content = CAST(struct filename, POINTER(link->oldpath));
		se_put_kernel_name(POINTER(content->name), AT(se_fs, target.text));
		break;
	case OP_FTRUNCATE:
		s->fs.length = WORD(request + AFTER_FILE);
		break;
	}
}

static __always_inline void put_ring_mkdir(struct se_scratch *s, __u64 request)
{
	struct io_mkdir *mkdir = CAST(struct io_mkdir, request);

	s->syscall.args[0] = (__u32)PEEK(mkdir, dfd);
	s->syscall.args[2] = PEEK(mkdir, mode);
	se_put_ring_name(POINTER(mkdir->filename), PEEK(mkdir, dfd), AT(se_syscall, asked));
}

static __always_inline void put_ring_net(struct se_scratch *s, __u64 request, __u32 opcode)
{
	s->net.fd = PEEK(CAST(struct io_kiocb, request), cqe.fd);
	if (opcode == OP_LISTEN)
		s->net.backlog = WORD(request + AFTER_FILE);
}

/* The task whose descriptors the request uses. */
static __always_inline struct task_struct *ring_task(__u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct io_kiocb___task *old = (void *)kiocb;

	if (bpf_core_field_exists(kiocb->tctx))
		return CAST(struct task_struct, (__u64)PEEK(kiocb, tctx, task));
	return CAST(struct task_struct, (__u64)PEEK(old, task));
}

/* The file in a slot of the ring, or 0. */
static __always_inline __u64 file_in_slot(__u64 request, __u32 slot)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct io_ring_ctx *ring = CAST(struct io_ring_ctx, (__u64)PEEK(kiocb, ctx));
	struct io_ring_ctx___files *old = (void *)ring;
	__u64 node;

	if (bpf_core_field_exists(ring->file_table.data)) {
		if (slot >= PEEK(ring, file_table.data.nr))
			return 0;
		node = WORD((__u64)PEEK(ring, file_table.data.nodes) + slot * sizeof(__u64));
		return node ? PEEK(CAST(struct io_rsrc_node, node), file_ptr) & ~SLOT_FLAGS : 0;
	}
	if (!bpf_core_field_exists(old->nr_user_files) || slot >= PEEK(old, nr_user_files))
		return 0;
	return WORD((__u64)PEEK(old, file_table.files) + slot * sizeof(__u64)) & ~SLOT_FLAGS;
}

/* The file behind a descriptor of the request's task, or 0. */
static __always_inline __u64 file_of_request(__u64 request, __u32 fd)
{
	struct task_struct *task = ring_task(request);
	struct fdtable *table = PEEK(task, files, fdt);

	if (fd >= PEEK(table, max_fds))
		return 0;
	return WORD((__u64)PEEK(table, fd) + fd * sizeof(__u64));
}

/* The file that a successful request made. */
static __always_inline __u64 made_file(__u64 request, __u32 slot, __u32 result)
{
	if (!slot)
		return file_of_request(request, result);
	return file_in_slot(request, slot == SLOT_ALLOCATED ? result : slot - 1);
}

static __always_inline void put_opened(struct se_scratch *s, __u64 request)
{
	__u64 address = made_file(request, PEEK(CAST(struct io_open, request), file_slot), s->header.result);
	struct file *file = CAST(struct file, address);

	if (!address)
		return;
	put_inode(POINTER(file->f_inode), &s->open.inode);
	if (PEEK(file, f_mode) & FMODE_CREATED)
		s->header.flags |= SE_CREATED;
	if (is_of_agent(file))
		s->header.flags |= SE_OF_AGENT;
	put_real_inode(file, &s->open);
	se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), AT(se_open, path));
}

static __always_inline void put_truncated(struct se_scratch *s, __u64 request)
{
	__u64 address = POINTER(CAST(struct io_kiocb, request)->file);
	struct file *file = CAST(struct file, address);

	if (!address)
		return;
	put_inode(POINTER(file->f_inode), &s->fs.inode);
	se_put_path(POINTER(file->f_path.dentry), POINTER(file->f_path.mnt), AT(se_fs, path));
}

static __always_inline void put_connected(struct se_scratch *s, __u64 request)
{
	__u64 file, socket;

	if (s->header.type == SE_ACCEPT4 && s->header.result >= 0)
		file = made_file(request, PEEK(CAST(struct io_accept, request), file_slot), s->header.result);
	else
		file = POINTER(CAST(struct io_kiocb, request)->file);
	socket = file ? socket_of(file) : 0;
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	note_accepted(s, socket);
}

static __always_inline void put_result(struct se_scratch *s, __u64 request, __s64 result)
{
	__u32 type = s->header.type;

	s->header.result = result;
	s->header.flags &= ~SE_NO_RESULT;
	if (type < SE_OPEN)
		put_connected(s, request);
	else if (result >= 0 && type <= SE_CREAT)
		put_opened(s, request);
	else if (type == SE_FTRUNCATE)
		put_truncated(s, request);
}

/* Takes the record that waits for a request into the scratch. False if there is none. */
static __always_inline bool resume(struct se_scratch *s, __u64 request)
{
	struct fs_struct *fs = READ(current_task(), fs);
	struct se_waiting *waiting = bpf_map_lookup_elem(&se_waiting, &request);

	if (!waiting)
		return false;
	bpf_probe_read_kernel(s->record, WAITING_BYTES, waiting);
	/* Another cpu may have taken it meanwhile. */
	if (bpf_map_delete_elem(&se_waiting, &request))
		return false;
	s->end = s->header.size;
	s->root_dentry = POINTER(fs->root.dentry);
	s->root_mount = POINTER(fs->root.mnt);
	return true;
}

static __always_inline bool may_wait(struct se_scratch *s, struct io_kiocb *kiocb)
{
	return s->end <= WAITING_BYTES && !(PEEK(kiocb, flags) & REQ_F_CQE_SKIP);
}

/* Begins the record of an operation: the body is zero, the result not known yet. */
static __always_inline void begin_ring(struct se_scratch *s, __u32 type)
{
	__u32 fixed = sizeof(struct se_fs);

	if (type < SE_OPEN)
		fixed = sizeof(struct se_net);
	else if (type <= SE_CREAT)
		fixed = sizeof(struct se_open);
	else if (type >= SE_SETUID)
		fixed = sizeof(struct se_syscall);
	begin(s, current_task(), type, fixed);
	__builtin_memset(s->record + sizeof(struct se_header), 0, LONGEST_BODY - sizeof(struct se_header));
	s->header.flags |= SE_IO_URING | SE_NO_RESULT;
}

__noinline int se_ring_submitted(__u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	__u32 opcode = PEEK(kiocb, opcode), type = ring_type(opcode);
	struct se_scratch *s = scratch();

	if (!s || !type || is_unwanted(type) || !REQUESTS_KNOWN)
		return 0;
	/* Left behind by a request that was freed without a completion. */
	if (resume(s, request))
		send_ring(s);
	begin_ring(s, type);
	if (type < SE_OPEN)
		put_ring_net(s, request, opcode);
	else if (type <= SE_CREAT)
		put_ring_open(s, request);
	else if (type == SE_MKDIRAT)
		put_ring_mkdir(s, request);
	else
		put_ring_fs(s, request, opcode);
	s->header.size = s->end;
	if (!may_wait(s, kiocb) || bpf_map_update_elem(&se_waiting, &request, s->record, BPF_NOEXIST))
		send_ring(s);
	return 0;
}

SEC("raw_tp/io_uring_submit_req")
int se_ring_req(__u64 *ctx)
{
	return se_ring_submitted(ctx[0]);
}

/* From 6.0 the first argument is the request. Before 5.15 it is the ring, and nothing tells the request. */
typedef void (*btf_trace_io_uring_submit_sqe___request)(void *, struct io_kiocb *, bool);
typedef void (*btf_trace_io_uring_submit_sqe___ring)(void *, void *, __u8, __u64, bool, bool);

/* An operation of which only the kind is known. */
static __always_inline int opcode_submitted(__u32 opcode)
{
	__u32 type = ring_type(opcode);
	struct se_scratch *s = scratch();

	if (!s || !type || is_unwanted(type))
		return 0;
	begin_ring(s, type);
	send_ring(s);
	return 0;
}

SEC("raw_tp/io_uring_submit_sqe")
int se_ring_sqe(__u64 *ctx)
{
	__u64 opcode;

	if (bpf_core_type_exists(btf_trace_io_uring_submit_sqe___request))
		return se_ring_submitted(ctx[0]);
	opcode = ctx[1];
	OPAQUE(opcode);
	if (!bpf_core_type_exists(btf_trace_io_uring_submit_sqe___ring))
		opcode = ctx[2];
	return opcode_submitted(opcode);
}

SEC("raw_tp/io_uring_complete")
int se_ring_done(__u64 *ctx)
{
	__u64 request = ctx[1];
	struct se_scratch *s = scratch();
	__s32 result;

	if (!s || !request || !REQUESTS_KNOWN || !resume(s, request))
		return 0;
	if (bpf_core_type_exists(btf_trace_io_uring_complete___cqe))
		result = PEEK(CAST(struct io_uring_cqe, ctx[2]), res);
	else
		result = ctx[3];
	put_result(s, request, result);
	send_ring(s);
	return 0;
}

/* A worker takes the request over: in a ring of deferred completions its result comes when the process asks for it. */
SEC("raw_tp/io_uring_queue_async_work")
int se_ring_async(__u64 *ctx)
{
	__u64 request = ctx[0];
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct se_scratch *s = scratch();

	if (!s || !REQUESTS_KNOWN || !ring_type(PEEK(kiocb, opcode)) || !(PEEK(kiocb, ctx, flags) & RING_DEFER_TASKRUN))
		return 0;
	if (resume(s, request))
		send_ring(s);
	return 0;
}
