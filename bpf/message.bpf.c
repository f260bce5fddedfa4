/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Calls that send and receive, at their end (tail call from se_sys_exit), also through the i386 call socketcall: datagrams
 * with addresses, raw and packet sockets, and data that opens a connection (MSG_FASTOPEN); of several messages the first. The
 * address is the kernel's socket's or, where that is not connected, in the caller's memory and marked so. While somebody asks
 * by which names addresses were looked up, also what name servers send, with its first bytes, by UDP and TCP.
 *
 * Cannot see: which socket it was, when another thread puts something else on the descriptor before the end of the call; who sent
 * a datagram that was received without asking for the address.
 */
#include "socketcall.h"

#define MSG_FASTOPEN 0x20000000

/* The address of a datagram as the caller gives or gets it. */
struct se_message {
	__u64 address; /* 0: none */
	__u32 length;
	__u32 flags;
};

static __always_inline void message_of(struct se_call *call, struct se_message *out)
{
	struct se_user_msghdr wide = {};
	__u32 narrow[2] = {};

	if (call->type == SE_READ)
		return;
	out->flags = call->type == SE_SENDMSG || call->type == SE_RECVMSG ? call->arg[2] : call->arg[3];
	if (call->type == SE_SENDTO) {
		out->address = call->arg[4];
		out->length = call->arg[5];
	} else if (call->type == SE_RECVFROM) {
		out->address = call->arg[4];
		if (out->address)
			bpf_probe_read_user(&out->length, sizeof(out->length), (void *)call->arg[5]);
	} else if (call->flags & (SE_COMPAT | SE_X32)) {
		bpf_probe_read_user(narrow, sizeof(narrow), (void *)call->arg[1]);
		out->address = narrow[0];
		out->length = narrow[1];
	} else {
		bpf_probe_read_user(&wide, sizeof(wide), (void *)call->arg[1]);
		out->address = wide.name;
		out->length = wide.length;
	}
	if (!out->length)
		out->address = 0;
}

/* Whether data that was sent or received is an event. */
static __always_inline bool is_datagram(struct se_call *call, struct se_message *message, __u64 address)
{
	if (call->type >= SE_RECVFROM && call->result <= 0)
		return false;
	return sends_datagrams(address) || (call->type < SE_RECVFROM && message->address && message->flags & MSG_FASTOPEN);
}

/* recvmmsg returns how many messages there are, the others how many bytes. */
static __always_inline bool may_be_answer(struct se_call *call)
{
	return se_names && is_receipt(call->type) &&
	       call->result >= (call->type == SE_RECVMMSG ? 1 : SHORTEST_MESSAGE);
}

static __always_inline void put_answer(struct se_call *call)
{
	__u32 narrow = call->flags & (SE_COMPAT | SE_X32);

	if (call->type == SE_RECVMSG || call->type == SE_RECVMMSG)
		se_put_parts(call->arg[1], call->type == SE_RECVMSG ? call->result : 0, narrow);
	else
		se_put_message(call->arg[1], call->result);
}

/* Of sendto, recvfrom and those with several messages what is asked for, of the others what was done. */
static __always_inline __u64 size_of(struct se_call *call)
{
	if (call->type == SE_SENDMSG || call->type == SE_RECVMSG || call->type == SE_READ)
		return call->result > 0 ? call->result : 0;
	return call->arg[2];
}

SEC("tp_btf/sys_exit")
int se_message(__u64 *ctx)
{
	struct se_message message = {};
	struct se_scratch *s = scratch();
	struct se_call call;
	__u64 file, socket;
	bool event;

	call_of(ctx, &call);
	if (!s || (call.type == SE_SOCKETCALL && !resolve_socketcall(&call)))
		return 0;
	file = file_of(call.task, call.arg[0]);
	socket = file ? socket_of(file) : 0;
	if (!socket)
		return 0;
	message_of(&call, &message);
	s->answer = may_be_answer(&call) && se_is_name_server(socket, message.address);
	event = !is_unwanted(call.type) && is_datagram(&call, &message, socket);
	if (!event && !s->answer)
		return 0;
	s = begin_socket_call(&call);
	if (!s)
		return 0;
	if (!event)
		s->header.flags |= SE_FOR_STATE;
	s->net.size = size_of(&call);
	s->net.call_flags = message.flags;
	se_put_socket(socket, AT(se_net, socket));
	if (message.address && !(is_receipt(call.type) && s->net.socket.rport))
		se_put_address(message.address, message.length, SE_REMOTE);
	if (s->answer)
		put_answer(&call);
	send_shared(s);
	return 0;
}
