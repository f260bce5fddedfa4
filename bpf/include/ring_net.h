/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring about sockets. Only with REQUESTS_KNOWN. */
#ifndef SE_RING_NET_H
#define SE_RING_NET_H

#include "connection.h"
#include "message.h"
#include "request.h"

/* The types of operations on sockets. */
static __always_inline bool is_ring_net(__u32 type)
{
	return type <= SE_LISTEN || (type >= SE_SOCKET && type <= SE_FCNTL) || is_plain(type);
}

static __always_inline __u64 socket_asked(__u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	__u64 file = file_asked(request, PEEK(kiocb, cqe.fd), PEEK(kiocb, flags) & REQ_F_FIXED_FILE);

	return file ? socket_of(file) : 0;
}

/* Whether a request to send or receive may be an event, or is about what a name server is asked or answers. */
static __always_inline bool is_ring_message(__u64 request, __u32 type)
{
	__u64 socket = socket_asked(request);

	return socket && (sends_datagrams(socket) ||
			  ((is_receipt(type) ? se_names : se_questions) && se_is_name_server(socket, 0)));
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
	__u64 name;

	if (!bpf_core_field_exists(old->addr)) {
		copy = CAST(struct io_async_msghdr, POINTER(kiocb->async_data));
		name = POINTER(copy->msg.msg_name);
		if (name && name == ADDRESS(copy->addr))
			se_put_address(name, PEEK(copy, msg.msg_namelen), SE_REMOTE | SE_COPIED);
		return;
	}
	if (s->header.type == SE_SENDMSG)
		bpf_probe_read_user(&header, sizeof(header), (void *)POINTER(send->umsg));
	else {
		header.name = POINTER(old->addr);
		header.length = PEEK(old, addr_len);
	}
	if (header.name && header.length)
		se_put_address(header.name, header.length, SE_REMOTE);
}

static __always_inline bool is_narrow_ring(struct io_ring_ctx *ring)
{
	return bpf_core_field_exists(ring->compat) && BPF_CORE_READ_BITFIELD_PROBED(ring, compat);
}

/* What is in a message of so many bytes, or of as many as there are in its parts. */
static __always_inline void put_ring_content(struct se_scratch *s, __u64 request, __u64 size)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct io_sr_msg *message = CAST(struct io_sr_msg, request);
	struct io_rw *rw = CAST(struct io_rw, request);
	__u32 type = s->header.type, narrow;

	if (PEEK(kiocb, flags) & REQ_F_BUFFER_SELECT)
		return;
	narrow = is_narrow_ring(CAST(struct io_ring_ctx, POINTER(kiocb->ctx)));
	if (is_vector(type))
		se_put_parts(PEEK(rw, addr), PEEK(rw, len), size, narrow);
	else if (is_plain(type))
		se_put_message(PEEK(rw, addr), size < PEEK(rw, len) ? size : PEEK(rw, len));
	else if (type == SE_SENDMSG || type == SE_RECVMSG)
		se_put_header(POINTER(message->umsg), size, narrow);
	else
		se_put_message(POINTER(message->umsg), size < (__u32)PEEK(message, len) ? size : (__u32)PEEK(message, len));
}

static __always_inline void put_ring_message(struct se_scratch *s, __u64 request)
{
	struct io_sr_msg *message = CAST(struct io_sr_msg, request);
	__u64 socket = socket_asked(request);
	__u32 type = s->header.type;

	if (!is_plain(type))
		s->net.call_flags = PEEK(message, msg_flags);
	if (type == SE_SENDTO || type == SE_RECVFROM)
		s->net.size = (__u32)PEEK(message, len);
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	if (is_receipt(type))
		return;
	if (!is_plain(type))
		put_ring_destination(s, request);
	if (se_questions && s->net.socket.rport == PORT_DOMAIN)
		put_ring_content(s, request, ~0ULL);
}

/* Whether results of a request are posted while it goes on: those name no request. */
static __always_inline bool is_multishot(__u64 request, __u32 type)
{
	return (type == SE_RECVFROM || type == SE_RECVMSG) && PEEK(CAST(struct io_sr_msg, request), flags) & RECV_MULTISHOT;
}

/* What was received, and from whom. The process's memory is there: a request is completed by one of its threads. */
static __always_inline void put_ring_receipt(struct se_scratch *s, __u64 request)
{
	struct io_kiocb *kiocb = CAST(struct io_kiocb, request);
	struct io_sr_msg *message = CAST(struct io_sr_msg, request);
	struct io_ring_ctx *ring = CAST(struct io_ring_ctx, POINTER(kiocb->ctx));
	__u64 file = POINTER(kiocb->file), socket = file ? socket_of(file) : 0;
	struct se_user_msghdr header = {};

	if (s->header.type == SE_RECVMSG && !is_narrow_ring(ring))
		bpf_probe_read_user(&header, sizeof(header), (void *)POINTER(message->umsg));
	if (!header.length)
		header.name = 0;
	if (header.name && !s->net.socket.rport)
		se_put_address(header.name, header.length, SE_REMOTE);
	s->answer = se_names && s->header.result >= SHORTEST_MESSAGE && socket && se_is_name_server(socket, header.name);
	if (s->answer)
		put_ring_content(s, request, s->header.result);
}

/* Of what was received: whether it is an event, or is told of for what it says of names. */
static __always_inline bool is_ring_receipt(struct se_scratch *s)
{
	bool event = !is_unwanted(s->header.type) && s->net.socket.type != SOCK_STREAM;

	if (s->header.result <= 0 || (!event && !s->answer))
		return false;
	if (!event)
		s->header.flags |= SE_FOR_STATE;
	return true;
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
	} else if (is_message(type))
		put_ring_message(s, request);
}

/* The socket, once the result is known. */
static __always_inline void put_ring_socket(struct se_scratch *s, __u64 request)
{
	__u32 type = s->header.type;
	__s64 result = s->header.result;
	__u64 file, socket;

	if (is_message(type)) {
		if (type != SE_SENDTO && type != SE_RECVFROM)
			s->net.size = result > 0 ? result : 0;
		s->answer = 0;
		if (is_receipt(type) && result > 0)
			put_ring_receipt(s, request);
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
