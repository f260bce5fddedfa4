/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Calls about sockets and the copying of descriptors, at their end (tail call from se_sys_exit), also through the i386 call
 * socketcall. Addresses are the kernel's socket's: after success, and for a connection that is under way. For a connect or
 * bind that failed, and for a datagram of a socket that is not connected, the address comes from the caller's memory and is
 * marked so.
 *
 * Sent and received: datagrams with addresses, raw and packet sockets, and data that opens a connection (MSG_FASTOPEN); of
 * several messages the first. While somebody asks by which names addresses were looked up, also what name servers send, with
 * its first bytes. Of dup, dup2, dup3 and fcntl: a socket or pipe that becomes standard input, output or error.
 *
 * Cannot see: connections by the kernel itself; which socket it was, when another thread puts something else
 * on the descriptor before the end of the call; who sent a datagram that was received without asking for the address.
 */
#include "address.h"
#include "call.h"
#include "connection.h"
#include "program.h"

#define EINTR 4
#define EINPROGRESS 115
#define ERESTARTSYS 512 /* the kernel's own: a signal came while the call waited; it goes on by itself */
#define MSG_FASTOPEN 0x20000000
#define PORT_DOMAIN 53
#define LONGEST_MESSAGE 1232 /* what name servers send in one datagram by common agreement, dnsflagday.net/2020 */
#define SHORTEST_MESSAGE 12
#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030

#define SOCKETCALLS 21
#define SOCKETCALL_SEND 9
#define SOCKETCALL_RECV 10

/* By the first argument of socketcall, include/uapi/linux/net.h. */
static const volatile __u8 se_socketcalls[SOCKETCALLS] = {
	[1] = SE_SOCKET, [2] = SE_BIND, [3] = SE_CONNECT, [4] = SE_LISTEN, [5] = SE_ACCEPT, [8] = SE_SOCKETPAIR,
	[SOCKETCALL_SEND] = SE_SENDTO, [SOCKETCALL_RECV] = SE_RECVFROM, [11] = SE_SENDTO, [12] = SE_RECVFROM,
	[13] = SE_SHUTDOWN, [16] = SE_SENDMSG, [17] = SE_RECVMSG, [18] = SE_ACCEPT4, [19] = SE_RECVMMSG, [20] = SE_SENDMMSG,
};

static __always_inline bool is_receipt(__u32 type)
{
	return (type >= SE_RECVFROM && type <= SE_RECVMMSG) || type == SE_READ;
}

/* Turns socketcall(call, args) into the call that it stands for. Returns false for one that is of no interest. */
static __always_inline bool resolve_socketcall(struct se_call *call)
{
	__u32 args[6] = {};
	__u64 number = call->arg[0];

	if (number >= SOCKETCALLS)
		return false;
	call->type = se_socketcalls[number];
	if (!call->type || (is_unwanted(call->type) && !(se_names && is_receipt(call->type))))
		return false;
	/* With some calls this reads behind the arguments, which may be the end of the memory. */
	if (bpf_probe_read_user(args, sizeof(args), (void *)call->arg[1]) &&
	    bpf_probe_read_user(args, 3 * sizeof(args[0]), (void *)call->arg[1]) &&
	    bpf_probe_read_user(args, 2 * sizeof(args[0]), (void *)call->arg[1]))
		call->flags |= SE_NAME_FAULT;
	if (number == SOCKETCALL_SEND || number == SOCKETCALL_RECV)
		args[4] = 0;
	replace_arguments(call, args);
	return true;
}

/* Whether the socket has the address that the call was about. */
static __always_inline bool socket_knows(struct se_call *call)
{
	if (call->result >= 0 || (call->type != SE_CONNECT && call->type != SE_BIND))
		return true;
	return call->type == SE_CONNECT &&
	       (call->result == -EINPROGRESS || call->result == -EINTR || call->result == -ERESTARTSYS);
}

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

static __always_inline bool is_message(__u32 type)
{
	return (type >= SE_SENDTO && type <= SE_SENDMMSG) || is_receipt(type);
}

static __always_inline bool is_copy(__u32 type)
{
	return type >= SE_DUP && type <= SE_FCNTL;
}

/* Whether data that was sent or received is an event. */
static __always_inline bool is_datagram(struct se_call *call, struct se_message *message, __u64 address)
{
	if (call->type >= SE_RECVFROM && call->result <= 0)
		return false;
	return sends_datagrams(address) || (call->type < SE_RECVFROM && message->address && message->flags & MSG_FASTOPEN);
}

/* Whether a socket's peer, or else the address that a datagram came from, is a name server. */
__noinline int se_is_name_server(__u64 socket, __u64 from)
{
	struct sock *sk = CAST(struct sock, POINTER(CAST(struct socket, socket)->sk));
	__u32 family = PEEK(sk, __sk_common.skc_family);
	__be16 port = PEEK(sk, __sk_common.skc_dport), user[2] = {};

	if (PEEK(sk, sk_type) != SOCK_DGRAM || (family != AF_INET && family != AF_INET6))
		return 0;
	if (!port && from) {
		bpf_probe_read_user(user, sizeof(user), (void *)from);
		port = user[1];
	}
	return port == __builtin_bswap16(PORT_DOMAIN);
}

/* Appends what was received. */
__noinline int se_put_message(__u64 address, __u64 length)
{
	struct se_scratch *s = scratch();
	__u32 end;

	if (!s || length < SHORTEST_MESSAGE)
		return -1;
	end = s->end;
	if (end > SE_RECORD_MAX - 2 * LONGEST_MESSAGE)
		return -1;
	if (length > LONGEST_MESSAGE)
		length = LONGEST_MESSAGE;
	OPAQUE(length);
	length &= 2047;
	if (bpf_probe_read_user(s->record + end, length, (void *)address)) {
		s->header.flags |= SE_NAME_FAULT;
		return -1;
	}
	s->net.message.off = end;
	s->net.message.len = length;
	s->end = end + length;
	return 0;
}

/* Appends the first part of the first message that recvmsg or recvmmsg received; with the latter its length is there, too. */
__noinline int se_put_parts(__u64 header, __u64 received, __u32 narrow)
{
	__u32 narrow_header[8] = {}, narrow_part[2] = {};
	__u64 wide[8] = {}, part[2] = {};

	/* struct msghdr, in struct mmsghdr followed by the length, and its first struct iovec. */
	if (narrow) {
		bpf_probe_read_user(narrow_header, received ? 28 : 32, (void *)header);
		bpf_probe_read_user(narrow_part, sizeof(narrow_part), (void *)(__u64)narrow_header[2]);
		part[0] = narrow_part[0];
		part[1] = narrow_part[1];
		wide[7] = narrow_header[7];
	} else {
		bpf_probe_read_user(wide, received ? 56 : 64, (void *)header);
		bpf_probe_read_user(part, sizeof(part), (void *)wide[2]);
	}
	if (!received)
		received = (__u32)wide[7];
	return se_put_message(part[0], received < part[1] ? received : part[1]);
}

static __always_inline void put_answer(struct se_scratch *s, struct se_call *call)
{
	__u32 narrow = call->flags & (SE_COMPAT | SE_X32);

	if (call->type == SE_RECVMSG || call->type == SE_RECVMMSG)
		se_put_parts(call->arg[1], call->type == SE_RECVMSG ? call->result : 0, narrow);
	else
		se_put_message(call->arg[1], call->result);
	if (is_unwanted(call->type))
		s->header.flags |= SE_FOR_STATE;
}

/* Whether a descriptor was copied onto standard input, output or error; fcntl does other things as well. */
static __always_inline bool is_redirection(struct se_call *call)
{
	__u32 command = call->arg[1];

	return (__u64)call->result <= 2 && (call->type != SE_FCNTL || command == F_DUPFD || command == F_DUPFD_CLOEXEC);
}

static __always_inline __u32 descriptor_of(struct se_call *call)
{
	bool made = call->type == SE_ACCEPT || call->type == SE_ACCEPT4 || call->type == SE_SOCKET || is_copy(call->type);

	return made && call->result >= 0 ? call->result : call->arg[0];
}

static __always_inline void put_arguments(struct se_net *net, struct se_call *call, struct se_message *message)
{
	int pair[2] = { -1, -1 };

	net->fd = call->arg[0];
	net->other_fd = -1;
	net->args[0] = call->arg[0];
	net->args[1] = call->arg[1];
	net->args[2] = call->arg[2];
	switch (call->type) {
	case SE_LISTEN:
		net->backlog = call->arg[1];
		break;
	case SE_ACCEPT4:
		net->call_flags = call->arg[3];
		break;
	case SE_SOCKET:
		net->fd = call->result;
		break;
	case SE_SOCKETPAIR:
		if (call->result >= 0)
			bpf_probe_read_user(pair, sizeof(pair), (void *)call->arg[3]);
		net->fd = pair[0];
		net->other_fd = pair[1];
		break;
	case SE_SHUTDOWN:
	case SE_DUP2:
	case SE_FCNTL:
		net->other_fd = call->arg[1];
		break;
	case SE_DUP3:
		net->other_fd = call->arg[1];
		net->call_flags = call->arg[2];
		break;
	case SE_SENDTO:
	case SE_SENDMMSG:
	case SE_RECVFROM:
	case SE_RECVMMSG:
		net->size = call->arg[2];
		net->call_flags = message->flags;
		break;
	case SE_SENDMSG:
	case SE_RECVMSG:
	case SE_READ:
		net->size = call->result > 0 ? call->result : 0;
		net->call_flags = message->flags;
		break;
	}
}

SEC("tp_btf/sys_exit")
int se_net(__u64 *ctx)
{
	struct se_message message = {};
	struct se_scratch *s;
	struct se_call call;
	__u64 file, socket = 0;
	__u32 kind = SE_FD_CLOSED;
	int answer = 0;

	call_of(ctx, &call);
	if (call.type == SE_SOCKETCALL && !resolve_socketcall(&call))
		return 0;
	if (is_copy(call.type)) {
		if (!is_redirection(&call))
			return 0;
		kind = fd_kind(current_task(), call.result, &socket);
		if (!socket && kind != SE_FD_PIPE)
			return 0;
	} else if (call.type != SE_SOCKETPAIR) {
		file = file_of(current_task(), descriptor_of(&call));
		socket = file ? socket_of(file) : 0;
	}
	if (is_message(call.type)) {
		if (!socket)
			return 0;
		message_of(&call, &message);
		if (se_names && is_receipt(call.type) && call.result > 0)
			answer = se_is_name_server(socket, message.address);
		if (!answer && (is_unwanted(call.type) || !is_datagram(&call, &message, socket)))
			return 0;
	}
	s = scratch();
	if (!s)
		return 0;
	s->answer = answer;
	s = begin_call(&call, sizeof(struct se_net));
	if (!s)
		return 0;
	__builtin_memset(&s->net.socket, 0, sizeof(struct se_net) - sizeof(struct se_header));
	put_arguments(&s->net, &call, &message);
	s->net.kind = kind;
	if (call.type == SE_SOCKET && call.result < 0)
		socket = 0;
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	note_accepted(s, socket);
	if (!socket_knows(&call))
		put_address(s, call.arg[1], call.arg[2], call.type == SE_BIND, false);
	else if (message.address && !(is_receipt(call.type) && s->net.socket.rport))
		put_address(s, message.address, message.length, false, false);
	if (s->answer)
		put_answer(s, &call);
	send_shared(s);
	return 0;
}
