/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * connect, accept, accept4, bind and listen, at their end (tail call from se_sys_exit), also through the i386 call
 * socketcall. Addresses are the kernel's socket's: after success, and for a connection that is under way. For a connect or
 * bind that failed the address asked for comes from the caller's memory and is marked so.
 *
 * Cannot see: connections by sendto or sendmsg without connect, or by the kernel itself; which socket it was,
 * when another thread puts something else on the descriptor before the end of the call.
 */
#include "call.h"
#include "socket.h"

#define EINTR 4
#define EINPROGRESS 115
#define ERESTARTSYS 512 /* the kernel's own: a signal came while the call waited; it goes on by itself */

enum { SYS_BIND = 2, SYS_CONNECT = 3, SYS_LISTEN = 4, SYS_ACCEPT = 5, SYS_ACCEPT4 = 18 }; /* include/uapi/linux/net.h */

/* Turns socketcall(call, args) into the call that it stands for. Returns false for one that is of no interest. */
static __always_inline bool resolve_socketcall(struct se_call *call)
{
	__u32 args[3] = {};

	switch (call->arg[0]) {
	case SYS_BIND:
		call->type = SE_BIND;
		break;
	case SYS_CONNECT:
		call->type = SE_CONNECT;
		break;
	case SYS_LISTEN:
		call->type = SE_LISTEN;
		break;
	case SYS_ACCEPT:
		call->type = SE_ACCEPT;
		break;
	case SYS_ACCEPT4:
		call->type = SE_ACCEPT4;
		break;
	default:
		return false;
	}
	if (bpf_probe_read_user(args, sizeof(args), (void *)call->arg[1]))
		call->flags |= SE_NAME_FAULT;
	call->arg[0] = args[0];
	call->arg[1] = args[1];
	call->arg[2] = args[2];
	return true;
}

/* The name in a sockaddr_un of `length` bytes: up to its zero byte, or an abstract one in full. */
static __always_inline void put_user_unix_name(struct se_scratch *s, __u64 address, __u64 length, struct se_span *span)
{
	__u32 end = s->end;
	char *to;
	long n;

	if (length <= 2 || end > SE_RECORD_MAX - 2 * UNIX_PATH_MAX)
		return;
	length -= 2;
	if (length > UNIX_PATH_MAX)
		length = UNIX_PATH_MAX;
	to = s->record + end;
	n = bpf_probe_read_user_str(to, UNIX_PATH_MAX + 1, (void *)(address + 2));
	if (n == 1) {
		OPAQUE(length);
		length &= 127;
		n = bpf_probe_read_user(to, length, (void *)(address + 2)) ? 0 : length;
	} else if (n > 1)
		n = n - 1 > (long)length ? (long)length : n - 1;
	if (n <= 0)
		return;
	span->off = end;
	span->len = n;
	s->end = end + n;
}

/* Replaces the local (bind) or remote (connect) address by the one in the caller's memory. */
static __always_inline void put_user_address(struct se_scratch *s, struct se_call *call)
{
	struct se_socket *out = &s->net.socket;
	bool local = call->type == SE_BIND;
	__u8 *to = local ? out->laddr : out->raddr;
	struct {
		__u16 family;
		__be16 port;
		__u32 word;
		__u64 v6[2];
		__u32 scope;
		__u32 pad;
	} address = {};

	out->provenance = SE_FROM_USER_MEMORY;
	if (bpf_probe_read_user(&address, 8, (void *)call->arg[1])) {
		s->header.flags |= SE_NAME_FAULT;
		return;
	}
	if (!out->family)
		out->family = address.family;
	if (address.family == AF_UNIX) {
		put_user_unix_name(s, call->arg[1], (__u32)call->arg[2], local ? &out->lpath : &out->rpath);
		return;
	}
	if (address.family != AF_INET && address.family != AF_INET6)
		return;
	if (local)
		out->lport = __builtin_bswap16(address.port);
	else
		out->rport = __builtin_bswap16(address.port);
	if (address.family == AF_INET) {
		((__u64 *)to)[0] = address.word;
		((__u64 *)to)[1] = 0;
		return;
	}
	if (bpf_probe_read_user(&address, 28, (void *)call->arg[1]))
		s->header.flags |= SE_NAME_FAULT;
	((__u64 *)to)[0] = address.v6[0];
	((__u64 *)to)[1] = address.v6[1];
	out->scope = address.scope;
}

/* Whether the socket has the address that the call was about. */
static __always_inline bool socket_knows(struct se_call *call)
{
	if (call->result >= 0 || (call->type != SE_CONNECT && call->type != SE_BIND))
		return true;
	return call->type == SE_CONNECT &&
	       (call->result == -EINPROGRESS || call->result == -EINTR || call->result == -ERESTARTSYS);
}

SEC("tp_btf/sys_exit")
int se_net(__u64 *ctx)
{
	struct se_scratch *s;
	struct se_call call;
	__u64 file, socket;
	bool accepted;

	call_of(ctx, &call);
	if (call.type == SE_SOCKETCALL && !resolve_socketcall(&call))
		return 0;
	s = begin_call(&call, sizeof(struct se_net));
	if (!s)
		return 0;
	__builtin_memset(&s->net.socket, 0, sizeof(struct se_net) - sizeof(struct se_header));
	s->net.fd = call.arg[0];
	s->net.backlog = call.type == SE_LISTEN ? call.arg[1] : 0;
	accepted = (call.type == SE_ACCEPT || call.type == SE_ACCEPT4) && call.result >= 0;
	file = file_of(current_task(), accepted ? call.result : call.arg[0]);
	socket = file ? socket_of(file) : 0;
	if (socket)
		se_put_socket(socket, AT(se_net, socket));
	if (!socket_knows(&call))
		put_user_address(s, &call);
	send_shared(s);
	return 0;
}
