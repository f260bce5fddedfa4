/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Calls that send and receive, at their end (tail call from se_sys_exit), also through the i386 call socketcall: datagrams
 * with addresses, raw and packet sockets, and data that opens a connection (MSG_FASTOPEN); of several messages the first and each
 * with another address than the one before it. The address is the kernel's socket's or, where that is not connected, in the
 * caller's memory and marked so. While somebody asks by which names addresses were looked up, also what name servers send, with
 * its first bytes, by UDP and TCP; while somebody asks what name servers are asked, likewise what is sent to them.
 *
 * Cannot see: which socket it was, when another thread puts something else on the descriptor before the end of the call; who sent
 * a datagram that was received without asking for the address, or is behind the first 1,024 of one recvmmsg (sendmmsg sends no
 * more); of messages behind the first, an address that was rewritten before the end of the call, which needs no other thread where
 * the kernel's own msg_len lies in it.
 */
#include "socketcall.h"

#define MSG_FASTOPEN 0x20000000

/* What there is to tell of a call: bits. */
enum se_telling {
	SE_EVENT = 1,   /* it is an event that somebody asks for */
	SE_CONTENT = 2, /* what was sent or received is read */
};

/* Whether data that was sent or received is a datagram, or opens a connection. */
static __always_inline bool is_datagram(__u32 type, __u32 flags, __s64 result, __u64 socket, __u64 address)
{
	if (is_receipt(type) && result <= 0)
		return false;
	return sends_datagrams(socket) || (type < SE_RECVFROM && address && flags & MSG_FASTOPEN);
}

static __always_inline bool is_stream(__u64 socket)
{
	return PEEK(CAST(struct sock, POINTER(CAST(struct socket, socket)->sk)), sk_type) == SOCK_STREAM;
}

/*
 * Whether somebody asks for what is in it, if a name server is at the other end. What could not be sent is a question as well; what
 * goes by TCP may be any part of one. Calls with several messages return how many there are, the others how many bytes.
 */
static __always_inline bool may_have_content(__u32 type, __s64 result, __u64 socket)
{
	if (is_receipt(type))
		return se_names && result >= (type == SE_RECVMMSG ? 1 : SHORTEST_MESSAGE);
	if (!se_questions || (result >= 0 && result < SHORTEST_MESSAGE && type != SE_SENDMMSG && !is_stream(socket)))
		return false;
	return result != 0;
}

/* A function for the verifier's sake, which then knows nothing of the result. */
__noinline int se_to_tell(__u64 socket, __u64 address, __u32 type, __u32 flags, __s64 result)
{
	bool content = may_have_content(type, result, socket) && se_is_name_server(socket, address);
	bool event = is_datagram(type, flags, result, socket, address) || (content && !is_receipt(type));

	event = event && !is_unwanted(type);
	if (!event && !is_receipt(type))
		return 0;
	return (event ? SE_EVENT : 0) | (content ? SE_CONTENT : 0);
}

/* Appends what was sent or received by the call whose record this is, by its second and third argument. */
__noinline int se_put_content(__u64 from, __u64 count)
{
	struct se_scratch *s = scratch();
	__u32 type, narrow;
	__u64 size;

	if (!s)
		return -1;
	type = s->header.type;
	narrow = s->header.flags & (SE_COMPAT | SE_X32);
	size = s->header.result > 0 ? s->header.result : ~0ULL;
	if (type == SE_SENDMMSG || type == SE_RECVMMSG)
		return se_put_header(from, type == SE_SENDMMSG ? ~0ULL : 0, narrow);
	if (type == SE_SENDMSG || type == SE_RECVMSG)
		return se_put_header(from, size, narrow);
	if (is_vector(type))
		return se_put_parts(from, count, size, narrow);
	return se_put_message(from, size < count ? size : count);
}

/* Of sendto, recvfrom and those with several messages what is asked for, of the others what was done. */
static __always_inline __u64 size_of(struct se_call *call)
{
	if (call->type == SE_SENDMSG || call->type == SE_RECVMSG || is_plain(call->type))
		return call->result > 0 ? call->result : 0;
	return call->arg[2];
}

/* Keeps the address of the message that is told. False if it is that of the one before. No room on the stack, which is full. */
static __always_inline bool note_address(struct se_scratch *s, __u64 address)
{
	struct se_address_read *next = &s->next, *last = &s->last;

	__builtin_memset(next, 0, sizeof(*next));
	if (address)
		bpf_probe_read_user(&next->head, sizeof(next->head), (void *)address);
	if (address && (__u16)next->head != AF_INET)
		bpf_probe_read_user(next->rest, sizeof(next->rest), (void *)(address + sizeof(next->head)));
	if (next->head == last->head && next->rest[0] == last->rest[0] && next->rest[1] == last->rest[1])
		return false;
	*last = *next;
	return true;
}

/*
 * Sends a further one of several messages (struct mmsghdr) in the record of the first: if it goes to, or came from, another address
 * than the one before it, or if what is in it is asked for.
 */
__noinline int se_send_further(__u64 header, __u64 socket, __u32 narrow)
{
	struct se_scratch *s = scratch();
	struct se_user_msghdr wide = {};
	bool content, elsewhere, receipt;
	__u64 address;

	if (!s)
		return -1;
	receipt = is_receipt(s->header.type);
	read_header(header, narrow, &wide);
	address = wide.length ? wide.name : 0;
	content = (receipt ? se_names : se_questions) && se_is_name_server(socket, address);
	elsewhere = !is_unwanted(s->header.type) && sends_datagrams(socket) && note_address(s, address);
	if (!content && !elsewhere)
		return 0;
	s->end = sizeof(struct se_net);
	__builtin_memset(&s->net.socket, 0, sizeof(s->net.socket));
	__builtin_memset(&s->net.message, 0, sizeof(s->net.message));
	__builtin_memset(&s->net.begun, 0, sizeof(s->net.begun));
	__builtin_memset(&s->net.ended, 0, sizeof(s->net.ended));
	s->header.flags &= ~(SE_NAME_COPIED | SE_NAME_FAULT | SE_FOR_STATE);
	if (receipt && !elsewhere)
		s->header.flags |= SE_FOR_STATE;
	se_put_socket(socket, AT(se_net, socket));
	if (address && !(receipt && s->net.socket.rport))
		se_put_address(address, wide.length, SE_REMOTE);
	if (content)
		se_put_header(header, receipt ? 0 : ~0ULL, narrow);
	send_shared(s);
	return 0;
}

/* The same of all but the first of so many messages. */
__noinline int se_send_all_further(__u64 headers, __u64 count, __u64 socket, __u32 narrow)
{
	__u64 size = narrow ? 32 : 64;

	for (__u64 i = 1; i < MOST_PARTS && i < count; i++)
		se_send_further(headers + i * size, socket, narrow);
	return 0;
}

SEC("tp_btf/sys_exit")
int se_message(__u64 *ctx)
{
	struct se_message message = {};
	struct se_scratch *s = scratch();
	struct se_call call;
	__u64 file, socket;
	int told;

	call_of(ctx, &call);
	if (!s || (call.type == SE_SOCKETCALL && !resolve_socketcall(&call)))
		return 0;
	file = file_of(call.task, call.arg[0]);
	socket = file ? socket_of(file) : 0;
	message_of(&call, &message);
	told = socket ? se_to_tell(socket, message.address, call.type, message.flags, call.result) : 0;
	if (!told) {
		forget_entry(call.type);
		return 0;
	}
	s = begin_socket_call(&call);
	if (!s)
		return 0;
	if (!(told & SE_EVENT))
		s->header.flags |= SE_FOR_STATE;
	s->net.size = size_of(&call);
	s->net.call_flags = message.flags;
	se_put_socket(socket, AT(se_net, socket));
	if (message.address && !(is_receipt(call.type) && s->net.socket.rport))
		put_given(s, message.address, message.length, SE_REMOTE);
	put_ends(s, message.address, message.length);
	if (told & SE_CONTENT)
		se_put_content(call.arg[1], call.arg[2]);
	send_shared(s);
	if ((call.type == SE_SENDMMSG || call.type == SE_RECVMMSG) && call.result > 1) {
		note_address(s, message.address);
		se_send_all_further(call.arg[1], call.result, socket, call.flags & (SE_COMPAT | SE_X32));
	}
	return 0;
}
