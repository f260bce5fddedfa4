/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Operations of io_uring, which pass no system call of their own: io_uring_submit_req (from 6.3; io_uring_submit_sqe before)
 * fires in the submitter's context, or its polling thread's, when the request is prepared: names are then in kernel memory.
 * io_uring_complete fires when the result is posted; the opened file is then in the descriptor table, or in its slot. The
 * record waits between the two under the address of the request: one operation, one event. Where the queue of results is full or the
 * ring was closed, nothing tells of the end: user space sends what has waited for seconds. Raw tracepoints, not BTF ones:
 * a kernel that lacks one of the two names refuses an attachment, not the object.
 *
 * A record is sent at submission, with SE_NO_RESULT, where the result may never be posted or only when the process likes:
 * IOSQE_CQE_SKIP_SUCCESS, IORING_RECV_MULTISHOT, a worker's result in a ring with IORING_SETUP_DEFER_TASKRUN, more waiting
 * requests or longer names than there is room for.
 *
 * Cannot see: before 6.0 which file or address, nor what is sent or received; each connection of a multishot accept or datagram
 * of a multishot receive; what a command to a device (IORING_OP_URING_CMD) does, other than its number; the opened file, when a
 * later request of the same submission closes it at once.
 */
#include "call.h"
#include "connection.h"
#include "request.h"
#include "ring_fs.h"
#include "ring_net.h"
#include "socket.h"

#define RING_DEFER_TASKRUN (1u << 13) /* IORING_SETUP_DEFER_TASKRUN */
#define REQ_F_CQE_SKIP (1u << 6)      /* as IOSQE_CQE_SKIP_SUCCESS */

#define OPCODES 64

/* The longest of the bodies is cleared, whatever the type. */
#define LONGEST_BODY sizeof(struct se_syscall)
_Static_assert(LONGEST_BODY >= sizeof(struct se_net) && LONGEST_BODY >= sizeof(struct se_fs) &&
	       LONGEST_BODY >= sizeof(struct se_open), "cleared");

/* Whether requests are laid out as from 6.0; else the programs that look into them do nothing. */
#define REQUESTS_KNOWN bpf_core_field_exists(struct io_kiocb, cqe)

/* The event of an operation is that of the equivalent call. */
const volatile __u8 se_ring_types[OPCODES] = {
	[OP_ACCEPT] = SE_ACCEPT4,     [OP_CONNECT] = SE_CONNECT,     [OP_OPENAT] = SE_OPENAT,
	[OP_OPENAT2] = SE_OPENAT2,    [OP_RENAMEAT] = SE_RENAMEAT2,  [OP_UNLINKAT] = SE_UNLINKAT,
	[OP_SYMLINKAT] = SE_SYMLINKAT, [OP_LINKAT] = SE_LINKAT,      [OP_FTRUNCATE] = SE_FTRUNCATE,
	[OP_BIND] = SE_BIND,          [OP_LISTEN] = SE_LISTEN,       [OP_MKDIRAT] = SE_MKDIRAT,
	[OP_SENDMSG] = SE_SENDMSG,    [OP_SEND] = SE_SENDTO,         [OP_SENDMSG_ZC] = SE_SENDMSG,
	[OP_SEND_ZC] = SE_SENDTO,     [OP_SOCKET] = SE_SOCKET,       [OP_SHUTDOWN] = SE_SHUTDOWN,
	[OP_SETXATTR] = SE_SETXATTR,  [OP_FSETXATTR] = SE_FSETXATTR, [OP_SPLICE] = SE_SPLICE,
	[OP_URING_CMD] = SE_IO_URING_CMD, [OP_RECV] = SE_RECVFROM, [OP_RECVMSG] = SE_RECVMSG,
	[OP_READ] = SE_READ,       [OP_READ_FIXED] = SE_READ,   [OP_READV] = SE_READV,
	[OP_WRITE] = SE_WRITE,     [OP_WRITE_FIXED] = SE_WRITE, [OP_WRITEV] = SE_WRITEV,
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

/* Apart: what is to be received or accepted waits without end, and takes no room from what is opened. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, WAITING_REQUESTS);
	__type(key, __u64);
	__type(value, struct se_waiting);
} se_idle SEC(".maps");

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
	__u32 type = s->header.type;

	/* It waited for what a name server would say: no event of its own. */
	if (s->header.flags & SE_NO_RESULT &&
	    (is_unwanted(type) || (is_receipt(type) && s->net.socket.type == SOCK_STREAM)))
		return;
	if ((type >= SE_OPEN && type <= SE_FTRUNCATE) || (type >= SE_MKDIR && type <= SE_NAME_TO_HANDLE_AT))
		send_bulk(s);
	else
		send_shared(s);
}

static __always_inline void put_result(struct se_scratch *s, __u64 request, __s64 result)
{
	__u32 type = s->header.type;

	s->header.result = result;
	s->header.flags &= ~SE_NO_RESULT;
	if (is_ring_net(type))
		put_ring_socket(s, request);
	else if (result >= 0 && type >= SE_OPEN && type <= SE_CREAT)
		put_ring_opened(s, request);
	else if (type == SE_FTRUNCATE || type == SE_FSETXATTR || type == SE_IO_URING_CMD)
		put_request_file(s, request);
}

/* Whether requests of a type are looked into: reading and writing is mostly of files, and nearly always of no interest. */
static __always_inline bool is_wanted(__u32 type)
{
	return type && (!is_unwanted(type) || (se_names && is_receipt(type)));
}

static __always_inline bool waits_for_others(__u32 type)
{
	return is_receipt(type) || type == SE_ACCEPT4;
}

static __always_inline bool take(void *map, struct se_scratch *s, __u64 request)
{
	struct fs_struct *fs = READ(current_task(), fs);
	struct se_waiting *waiting = bpf_map_lookup_elem(map, &request);

	if (!waiting)
		return false;
	bpf_probe_read_kernel(s->record, WAITING_BYTES, waiting);
	/* Another cpu may have taken it meanwhile. */
	if (bpf_map_delete_elem(map, &request))
		return false;
	s->end = s->header.size;
	s->root_dentry = POINTER(fs->root.dentry);
	s->root_mount = POINTER(fs->root.mnt);
	return true;
}

static __always_inline bool may_wait(struct se_scratch *s, struct io_kiocb *kiocb)
{
	return s->end <= WAITING_BYTES && !(PEEK(kiocb, flags) & REQ_F_CQE_SKIP) &&
	       !is_multishot(ADDRESS(*kiocb), s->header.type);
}

/* Takes the record that waits for a request into the scratch. False if there is none, as for what is no event. */
static __always_inline bool resume(struct se_scratch *s, __u64 request)
{
	__u32 type = ring_type(PEEK(CAST(struct io_kiocb, request), opcode));

	if (!type || (is_message(type) && !is_wanted(type)))
		return false;
	return waits_for_others(type) ? take(&se_idle, s, request) : take(&se_waiting, s, request);
}

/* Keeps the record until the request is completed. False where there is no room, or it is not to wait. */
static __always_inline bool wait_for(struct se_scratch *s, __u64 request)
{
	if (!may_wait(s, CAST(struct io_kiocb, request)))
		return false;
	if (waits_for_others(s->header.type))
		return !bpf_map_update_elem(&se_idle, &request, s->record, BPF_NOEXIST);
	return !bpf_map_update_elem(&se_waiting, &request, s->record, BPF_NOEXIST);
}

/* Begins the record of an operation: the body is zero, the result not known yet. */
static __always_inline void begin_ring(struct se_scratch *s, __u32 type)
{
	__u32 fixed = sizeof(struct se_fs);

	if (is_ring_net(type))
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

	if (!s || !is_wanted(type) || !REQUESTS_KNOWN)
		return 0;
	/* Left behind by a request that was freed without a completion. */
	if (take(&se_waiting, s, request) || take(&se_idle, s, request))
		send_ring(s);
	if (is_message(type) && !is_ring_message(request, type))
		return 0;
	begin_ring(s, type);
	if (is_ring_net(type))
		put_ring_net(s, request);
	else if (type <= SE_CREAT)
		put_ring_open(s, request);
	else if (type >= SE_SETUID)
		put_ring_call(s, request, opcode);
	else
		put_ring_fs(s, request, opcode);
	s->header.size = s->end;
	if (!wait_for(s, request))
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

	if (!s || !type || is_unwanted(type) || is_message(type))
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
	if (!is_receipt(s->header.type) || is_ring_receipt(s))
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

	if (!s || !REQUESTS_KNOWN || !(PEEK(kiocb, ctx, flags) & RING_DEFER_TASKRUN))
		return 0;
	if (resume(s, request))
		send_ring(s);
	return 0;
}
