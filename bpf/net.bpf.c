/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Calls about sockets and the copying of descriptors, at their end (tail call from se_sys_exit), also through the i386 call
 * socketcall. Addresses are the kernel's socket's: after success, and for a connection that is under way. For a connect or
 * bind that failed the address comes from the caller's memory and is marked so. Of dup, dup2, dup3 and fcntl: a socket or pipe
 * that becomes standard input, output or error. Calls that send and receive are in message.bpf.c.
 *
 * Cannot see: connections by the kernel itself; which socket it was, when another thread puts something else
 * on the descriptor before the end of the call.
 */
#include "connection.h"
#include "options.h"
#include "program.h"
#include "socketcall.h"

#define EINTR 4
#define EINPROGRESS 115
#define ERESTARTSYS 512 /* the kernel's own: a signal came while the call waited; it goes on by itself */
#define F_DUPFD 0
#define F_DUPFD_CLOEXEC 1030

/* Whether the socket, of that family, has the address that the call was about. */
static __always_inline bool socket_knows(struct se_call *call, __u32 family)
{
	if (call->type != SE_CONNECT && call->type != SE_BIND)
		return true;
	if (family == AF_VSOCK)
		return false;
	if (call->result >= 0)
		return true;
	return call->type == SE_CONNECT && family != AF_UNIX &&
	       (call->result == -EINPROGRESS || call->result == -EINTR || call->result == -ERESTARTSYS);
}

static __always_inline bool is_copy(__u32 type)
{
	return type >= SE_DUP && type <= SE_FCNTL;
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

static __always_inline void put_arguments(struct se_net *net, struct se_call *call)
{
	int pair[2] = { -1, -1 };

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
	case SE_SETSOCKOPT:
		net->other_fd = call->arg[1];
		net->call_flags = call->arg[2];
		net->size = (__u32)call->arg[4];
		if (net->size >= sizeof(net->backlog))
			bpf_probe_read_user(&net->backlog, sizeof(net->backlog), (void *)call->arg[3]);
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
	}
}

SEC("tp_btf/sys_exit")
int se_net(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;
	__u64 file, socket = 0;
	__u32 kind = SE_FD_CLOSED;

	call_of(ctx, &call);
	if (call.type == SE_SOCKETCALL && !resolve_socketcall(&call))
		return 0;
	if (call.type == SE_SETSOCKOPT && !is_notable_option(call.arg[1], call.arg[2]))
		return 0;
	if (is_copy(call.type)) {
		if (!is_redirection(&call))
			return 0;
		kind = fd_kind(call.task, call.result, &socket);
		if (!socket && kind != SE_FD_PIPE)
			return 0;
	} else if (call.type != SE_SOCKETPAIR) {
		file = file_of(call.task, descriptor_of(&call));
		socket = file ? socket_of(file) : 0;
	}
	s = begin_socket_call(&call);
	if (!s)
		return 0;
	put_arguments(&s->net, &call);
	s->net.kind = kind;
	if (call.type == SE_SOCKET && call.result < 0)
		socket = 0;
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	note_accepted(s, socket);
	if (!socket_knows(&call, s->net.socket.family))
		put_given(s, call.arg[1], call.arg[2], call.type == SE_BIND ? SE_LOCAL : SE_REMOTE);
	put_ends(s, call.arg[1], call.arg[2]);
	send_shared(s);
	return 0;
}
