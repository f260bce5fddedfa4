/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Addresses as the kernel's socket has them. */
#ifndef SE_SOCKET_H
#define SE_SOCKET_H

#include "kernel_net.h"
#include "record.h"

#define UNIX_PATH_MAX 108

/* Appends a bound name: a path without its zero byte, or an abstract name with its leading one. */
static __always_inline void put_unix_name(struct se_scratch *s, struct unix_sock *sock, struct se_span *span)
{
	struct unix_address *address = PEEK(sock, addr);
	__u64 length = (__u32)PEEK(address, len) - 2; /* without sun_family */
	__u32 end = s->end;
	char *to;

	if (!address || length == 0 || length > UNIX_PATH_MAX + 1 || end > SE_RECORD_MAX - 2 * UNIX_PATH_MAX)
		return;
	to = s->record + end;
	OPAQUE(length);
	length &= 127;
	if (bpf_probe_read_kernel(to, length, (void *)ADDRESS(address->name[0].sun_path)))
		return;
	span->off = end;
	span->len = to[0] ? length - 1 : length;
	s->end = end + length;
}

static __always_inline void put_unix(struct se_scratch *s, struct sock *sk, struct se_socket *out)
{
	struct unix_sock *sock = CAST(struct unix_sock, ADDRESS(*sk)), *peer;
	struct pid *peer_pid = PEEK(sk, sk_peer_pid);

	out->peer_pid = peer_pid ? PEEK(peer_pid, numbers[0].nr) : 0;
	put_unix_name(s, sock, &out->lpath);
	peer = CAST(struct unix_sock, POINTER(sock->peer));
	put_unix_name(s, peer, &out->rpath);
}

/*
 * struct sockaddr_vm, linux/vm_sockets.h. The kernel's socket is not looked into: its type is a module's as a rule, and to look
 * among those of modules takes CAP_SYS_ADMIN.
 */
struct se_vsock_address {
	__u16 family;
	__u16 reserved;
	__u32 port;
	__u32 cid;
};

static __always_inline void put_vsock_address(const struct se_vsock_address *from, __u8 *to)
{
	((__u32 *)to)[0] = from->cid;
	((__u32 *)to)[1] = from->port;
}

static __always_inline bool is_link_local(const __u8 *address)
{
	return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

static __always_inline void put_inet(struct sock *sk, struct se_socket *out)
{
	out->lport = PEEK(sk, __sk_common.skc_num);
	out->rport = __builtin_bswap16(PEEK(sk, __sk_common.skc_dport));
	if (out->family == AF_INET) {
		*(__u32 *)out->laddr = PEEK(sk, __sk_common.skc_rcv_saddr);
		*(__u32 *)out->raddr = PEEK(sk, __sk_common.skc_daddr);
		return;
	}
	((__u64 *)out->laddr)[0] = WORD(ADDRESS(sk->__sk_common.skc_v6_rcv_saddr));
	((__u64 *)out->laddr)[1] = WORD(ADDRESS(sk->__sk_common.skc_v6_rcv_saddr) + 8);
	((__u64 *)out->raddr)[0] = WORD(ADDRESS(sk->__sk_common.skc_v6_daddr));
	((__u64 *)out->raddr)[1] = WORD(ADDRESS(sk->__sk_common.skc_v6_daddr) + 8);
	if (is_link_local(out->laddr) || is_link_local(out->raddr))
		out->scope = PEEK(sk, __sk_common.skc_bound_dev_if);
}

/* Fills a struct se_socket, zero so far, but for names of files and the inode. */
static __always_inline void put_sock(struct sock *sk, struct se_socket *out)
{
	out->family = PEEK(sk, __sk_common.skc_family);
	out->state = PEEK(sk, __sk_common.skc_state);
	out->type = PEEK(sk, sk_type);
	out->protocol = PEEK(sk, sk_protocol);
	out->provenance = SE_FROM_KERNEL_OBJECT;
	if (out->family == AF_INET || out->family == AF_INET6)
		put_inet(sk, out);
}

/* Fills a struct se_socket, zero so far, from a struct socket. */
static __always_inline void put_socket(struct se_scratch *s, __u64 address, struct se_socket *out)
{
	struct socket *socket = CAST(struct socket, address);
	struct sock *sk = CAST(struct sock, POINTER(socket->sk));

	put_sock(sk, out);
	out->ino = PEEK(socket, file, f_inode, i_ino);
	if (out->family == AF_UNIX)
		put_unix(s, sk, out);
}

__noinline int se_put_socket(__u64 address, __u32 at)
{
	struct se_scratch *s = scratch();

	if (!s)
		return -1;
	put_socket(s, address, FIELD(struct se_socket, s, at));
	return 0;
}

#endif
