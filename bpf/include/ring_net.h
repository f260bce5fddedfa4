/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring about sockets. Only with REQUESTS_KNOWN. */
#ifndef SE_RING_NET_H
#define SE_RING_NET_H

#include "address.h"
#include "connection.h"
#include "request.h"

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
#define COMMAND 24          /* struct io_uring_cmd (5.19): cmd_op */

/* The types of operations on sockets. */
static __always_inline bool is_ring_net(__u32 type)
{
	return type <= SE_LISTEN || (type >= SE_SOCKET && type <= SE_FCNTL);
}

static __always_inline bool is_ring_send(__u32 type)
{
	return type == SE_SENDTO || type == SE_SENDMSG;
}

static __always_inline __u64 socket_asked(__u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	__u64 file = file_asked(request, PEEK(kiocb, cqe.fd), PEEK(kiocb, flags) & REQ_F_FIXED_FILE);

	return file ? socket_of(file) : 0;
}

static __always_inline bool is_ring_datagram(__u64 request)
{
	__u64 socket = socket_asked(request);

	return socket && sends_datagrams(socket);
}

/*
 * Where a datagram goes to: the kernel's copy, which is made with the request since struct io_sr_msg has no address any more
 * (about 6.12); before, the caller's memory.
 */
static __always_inline void put_ring_destination(struct se_scratch *s, __u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct io_sr_msg *send = CAST(struct io_sr_msg, request);
	struct io_sr_msg___address *old = (void *)send;
	struct io_async_msghdr *copy;
	struct se_user_msghdr header = {};

	if (!bpf_core_field_exists(old->addr)) {
		copy = CAST(struct io_async_msghdr, POINTER(kiocb->async_data));
		if (POINTER(copy->msg.msg_name) && POINTER(copy->msg.msg_name) == ADDRESS(copy->addr))
			put_address(s, ADDRESS(copy->addr), PEEK(copy, msg.msg_namelen), false, true);
		return;
	}
	if (s->header.type == SE_SENDMSG)
		bpf_probe_read_user(&header, sizeof(header), (void *)POINTER(send->umsg));
	else {
		header.name = POINTER(old->addr);
		header.length = PEEK(old, addr_len);
	}
	if (header.name && header.length)
		put_address(s, header.name, header.length, false, false);
}

static __always_inline void put_ring_send(struct se_scratch *s, __u64 request)
{
	struct io_sr_msg *send = CAST(struct io_sr_msg, request);
	__u64 socket = socket_asked(request);

	s->net.call_flags = PEEK(send, msg_flags);
	if (s->header.type == SE_SENDTO)
		s->net.size = (__u32)PEEK(send, len);
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	put_ring_destination(s, request);
}

static __always_inline void put_ring_net(struct se_scratch *s, __u64 request)
{
	__u32 type = s->header.type;
	__u64 words;

	s->net.fd = PEEK(CAST(struct io_kiocb, request), cqe.fd);
	s->net.other_fd = -1;
	if (type == SE_LISTEN)
		s->net.backlog = WORD(request + AFTER_FILE);
	else if (type == SE_SHUTDOWN)
		s->net.other_fd = WORD(request + AFTER_FILE);
	else if (type == SE_SOCKET) {
		words = WORD(request + SOCKET_DOMAIN);
		s->net.fd = -1;
		s->net.args[0] = (__u32)words;
		s->net.args[1] = words >> 32;
		s->net.args[2] = (__u32)WORD(request + SOCKET_PROTOCOL);
	} else if (is_ring_send(type))
		put_ring_send(s, request);
}

/* The socket, once the result is known. */
static __always_inline void put_ring_socket(struct se_scratch *s, __u64 request)
{
	__u32 type = s->header.type;
	__s64 result = s->header.result;
	__u64 file, socket;

	if (is_ring_send(type)) {
		if (type == SE_SENDMSG)
			s->net.size = result > 0 ? result : 0;
		return;
	}
	if (type == SE_ACCEPT4 && result >= 0)
		file = made_file(request, PEEK(CAST(struct io_accept, request), file_slot), result);
	else if (type == SE_SOCKET) {
		s->net.fd = result;
		file = result >= 0 ? made_file(request, WORD(request + SOCKET_SLOT), result) : 0;
	} else
		file = POINTER(CAST(struct io_kiocb, request)->file);
	socket = file ? socket_of(file) : 0;
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	note_accepted(s, socket);
}

#endif
