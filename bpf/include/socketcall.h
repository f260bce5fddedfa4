/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What calls about sockets have in common. */
#ifndef SE_SOCKETCALL_H
#define SE_SOCKETCALL_H

#include "call.h"
#include "message.h"

#define SOCKETCALLS 21
#define SOCKETCALL_SEND 9
#define SOCKETCALL_RECV 10

/* By the first argument of socketcall, include/uapi/linux/net.h. */
static const volatile __u8 se_socketcalls[SOCKETCALLS] = {
	[1] = SE_SOCKET, [2] = SE_BIND, [3] = SE_CONNECT, [4] = SE_LISTEN, [5] = SE_ACCEPT, [8] = SE_SOCKETPAIR,
	[SOCKETCALL_SEND] = SE_SENDTO, [SOCKETCALL_RECV] = SE_RECVFROM, [11] = SE_SENDTO, [12] = SE_RECVFROM,
	[13] = SE_SHUTDOWN, [14] = SE_SETSOCKOPT, [16] = SE_SENDMSG, [17] = SE_RECVMSG, [18] = SE_ACCEPT4, [19] = SE_RECVMMSG, [20] = SE_SENDMMSG,
};

/* The type of the call that socketcall(number, args) stands for; 0: of no interest. */
static __always_inline __u32 socketcall_type(__u64 number)
{
	OPAQUE(number);
	return number < SOCKETCALLS ? se_socketcalls[number] : 0;
}

/* Turns socketcall(call, args) into the call that it stands for. Returns false for one that is of no interest. */
static __always_inline bool resolve_socketcall(struct se_call *call)
{
	__u32 args[6] = {};
	__u32 number = call->arg[0];

	call->type = socketcall_type(number);
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

/* The address of a datagram as the caller gives or gets it. */
struct se_message {
	__u64 address; /* 0: none */
	__u32 length;
	__u32 flags;
};

/* The beginning of a struct msghdr. */
static __always_inline void read_header(__u64 header, __u32 is_narrow, struct se_user_msghdr *out)
{
	__u32 narrow[2] = {};

	if (!is_narrow) {
		bpf_probe_read_user(out, sizeof(*out), (void *)header);
		return;
	}
	bpf_probe_read_user(narrow, sizeof(narrow), (void *)header);
	out->name = narrow[0];
	out->length = narrow[1];
}

static __always_inline void message_of(struct se_call *call, struct se_message *out)
{
	struct se_user_msghdr header = {};

	if (is_plain(call->type))
		return;
	out->flags = call->type == SE_SENDMSG || call->type == SE_RECVMSG ? call->arg[2] : call->arg[3];
	if (call->type == SE_SENDTO) {
		out->address = call->arg[4];
		out->length = call->arg[5];
	} else if (call->type == SE_RECVFROM) {
		out->address = call->arg[4];
		if (out->address)
			bpf_probe_read_user(&out->length, sizeof(out->length), (void *)call->arg[5]);
	} else {
		read_header(call->arg[1], call->flags & (SE_COMPAT | SE_X32), &header);
		out->address = header.name;
		out->length = header.length;
	}
	if (!out->length)
		out->address = 0;
}

/* Begins the record of a call about a socket: the body is zero but for what is the same of all of them. */
static __always_inline struct se_scratch *begin_socket_call(struct se_call *call)
{
	struct se_scratch *s = begin_call(call, sizeof(struct se_net));

	if (!s)
		return NULL;
	__builtin_memset(&s->net.socket, 0, sizeof(struct se_net) - sizeof(struct se_header));
	s->net.fd = call->arg[0];
	s->net.other_fd = -1;
	s->net.args[0] = call->arg[0];
	s->net.args[1] = call->arg[1];
	s->net.args[2] = call->arg[2];
	return s;
}

#endif
