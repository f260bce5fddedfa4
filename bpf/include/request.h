/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Whose descriptors a request of io_uring uses, and the files behind them. */
#ifndef SE_REQUEST_H
#define SE_REQUEST_H

#include "read.h"
#include "ring.h"

#define REQ_F_FIXED_FILE 1u     /* as IOSQE_FIXED_FILE: the descriptor is the number of a slot */
#define REQ_F_BUFFER_SELECT (1u << 5) /* as IOSQE_BUFFER_SELECT */
#define SLOT_ALLOCATED (~0u)    /* IORING_FILE_INDEX_ALLOC */
#define SLOT_FLAGS 7ull         /* low bits of a slot's pointer */

/*
 * Members of the structs that some of these kernels lack, by their places. Not by the types: libbpf would look for them in
 * the modules of such a kernel, which CAP_BPF does not allow.
 */
#define AFTER_FILE 8        /* struct io_ftrunc (6.9), io_listen (6.11): their only other member */
#define SOCKET_DOMAIN 8     /* struct io_socket (5.19): domain, type, protocol */
#define SOCKET_PROTOCOL 16
#define SOCKET_SLOT 24
#define XATTR_SIZE 24       /* struct io_xattr (5.19) */
#define XATTR_NAME 32
#define XATTR_FLAGS 40
#define XATTR_FILENAME 48
#define SPLICE_OFF_OUT 8    /* struct io_splice */
#define SPLICE_OFF_IN 16
#define SPLICE_LENGTH 24
#define SPLICE_FD_IN 32     /* with the flags behind it */
#define SPLICE_FD_IN_FIXED (1u << 31)
#define RECV_MULTISHOT 2    /* IORING_RECV_MULTISHOT */
#define COMMAND 24          /* struct io_uring_cmd (5.19): cmd_op */

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

/* The file that a request is about, before the kernel has looked it up; or 0. */
static __always_inline __u64 file_asked(__u64 request, __u32 fd, bool in_slot)
{
	return in_slot ? file_in_slot(request, fd) : file_of_request(request, fd);
}

#endif
