/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Addresses as a caller gives them, where no socket has them. */
#ifndef SE_ADDRESS_H
#define SE_ADDRESS_H

#include "socket.h"

#define AF_PACKET 17
#define SOCK_DGRAM 2
#define SOCK_RAW 3

/* The first members of struct user_msghdr, 64-bit. */
struct se_user_msghdr {
	__u64 name;
	__u32 length;
	__u32 pad;
};

/* Whether each message through a socket goes to an address of its own: of IP, raw and packet sockets. */
static __always_inline bool sends_datagrams(__u64 socket)
{
	struct sock *sk = CAST(struct sock, POINTER(CAST(struct socket, socket)->sk));
	__u32 family = PEEK(sk, __sk_common.skc_family), type = PEEK(sk, sk_type);

	if (family != AF_INET && family != AF_INET6)
		return family == AF_PACKET;
	return type == SOCK_DGRAM || type == SOCK_RAW;
}

static __always_inline long read_address(void *to, __u32 size, __u64 from, bool copied)
{
	return copied ? bpf_probe_read_kernel(to, size, (void *)from) : bpf_probe_read_user(to, size, (void *)from);
}

/* The name in a sockaddr_un of `length` bytes: up to its zero byte, or an abstract one in full. */
static __always_inline void put_given_unix_name(struct se_scratch *s, __u64 address, __u64 length, bool copied,
						struct se_span *span)
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
	n = copied ? bpf_probe_read_kernel_str(to, UNIX_PATH_MAX + 1, (void *)(address + 2)) :
		     bpf_probe_read_user_str(to, UNIX_PATH_MAX + 1, (void *)(address + 2));
	if (n == 1) {
		OPAQUE(length);
		length &= 127;
		n = read_address(to, length, address + 2, copied) ? 0 : length;
	} else if (n > 1)
		n = n - 1 > (long)length ? (long)length : n - 1;
	if (n <= 0)
		return;
	span->off = end;
	span->len = n;
	s->end = end + n;
}

static __always_inline void put_address(struct se_scratch *s, __u64 from, __u32 length, bool local, bool copied)
{
	struct se_socket *out = &s->net.socket;
	__u8 *to = local ? out->laddr : out->raddr;
	struct {
		__u16 family;
		__be16 port;
		__u32 word;
		__u64 v6[2];
		__u32 scope;
		__u32 pad;
	} address = {};

	out->provenance = copied ? SE_FROM_KERNEL_COPY : SE_FROM_USER_MEMORY;
	if (read_address(&address, 8, from, copied)) {
		s->header.flags |= SE_NAME_FAULT;
		return;
	}
	if (!out->family)
		out->family = address.family;
	/* Datagrams through a socket of IPv4 go to an address that names no family as well (udp_sendmsg, raw_sendmsg). */
	if (!address.family && out->family == AF_INET && !local && s->header.type != SE_CONNECT)
		address.family = AF_INET;
	if (address.family == AF_UNIX) {
		put_given_unix_name(s, from, length, copied, local ? &out->lpath : &out->rpath);
		return;
	}
	if (address.family == AF_VSOCK) {
		struct se_vsock_address given = {};

		if (read_address(&given, sizeof(given), from, copied))
			s->header.flags |= SE_NAME_FAULT;
		put_vsock_address(&given, to);
		return;
	}
	if (address.family != AF_INET && address.family != AF_INET6)
		return;
	if (local)
		out->lport = __builtin_bswap16(address.port);
	else
		out->rport = __builtin_bswap16(address.port);
	if (address.family == AF_INET) {
		/* Through a socket of IPv6 the address is a mapped one, as the kernel would have it. */
		bool mapped = out->family == AF_INET6;

		((__u64 *)to)[0] = mapped ? 0 : address.word;
		((__u64 *)to)[1] = mapped ? (__u64)address.word << 32 | 0xffff0000 : 0;
		return;
	}
	if (read_address(&address, 28, from, copied))
		s->header.flags |= SE_NAME_FAULT;
	((__u64 *)to)[0] = address.v6[0];
	((__u64 *)to)[1] = address.v6[1];
	out->scope = address.scope;
}

/* How an address is taken: bits. */
enum se_taking {
	SE_REMOTE = 0,
	SE_LOCAL = 1,
	SE_COPIED = 2, /* the kernel's copy; else the caller's memory */
};

/* Replaces the local or the remote address by one in the caller's memory, or in the kernel's copy of it. */
__noinline int se_put_address(__u64 from, __u32 length, __u32 taking)
{
	struct se_scratch *s = scratch();

	if (!s)
		return -1;
	if (taking & SE_COPIED)
		put_address(s, from, length, taking & SE_LOCAL, true);
	else
		put_address(s, from, length, taking & SE_LOCAL, false);
	return 0;
}

/* Replaces it by the kernel's copy of the address that the call was given. False where there is none. */
__noinline int se_put_used(__u32 taking)
{
	struct se_scratch *s = scratch();
	struct se_entry *entry = s ? entry_of(s) : NULL;

	if (!entry || !entry->names[0].copied)
		return 0;
	put_address(s, (__u64)entry->names[0].text, entry->names[0].length, taking & SE_LOCAL, true);
	return 1;
}

/* The address that the call was given: the kernel's copy where it is known, which the caller can't rewrite, or its memory. */
static __always_inline void put_given(struct se_scratch *s, __u64 user, __u32 length, __u32 taking)
{
	if (!at_entry(s->header.type) || !se_put_used(taking))
		se_put_address(user, length, taking);
}

static __always_inline void put_end(struct se_scratch *s, __u64 from, __u64 length, bool copied, struct se_span *span)
{
	__u32 end = s->end;

	if (!from || end > SE_RECORD_MAX - 2 * SE_ENTRY_ADDRESS)
		return;
	length = address_bytes(length);
	if (read_address(s->record + end, length, from, copied))
		return;
	span->off = end;
	span->len = length;
	s->end = end + length;
}

__noinline int se_put_ends(__u64 user, __u32 length)
{
	struct se_scratch *s = scratch();
	struct se_entry *entry = s ? entry_of(s) : NULL;

	if (!entry)
		return -1;
	if (entry->names[0].length < SE_ENTRY_NAME)
		put_end(s, (__u64)entry->names[0].text, entry->names[0].length, true, &s->net.begun);
	put_end(s, user, length, false, &s->net.ended);
	if (entry->names[0].copied)
		s->header.flags |= SE_NAME_COPIED;
	return 0;
}

/* Appends the address that the call was given as it was at both of its ends, where that is asked for. */
static __always_inline void put_ends(struct se_scratch *s, __u64 user, __u32 length)
{
	if (at_entry(s->header.type))
		se_put_ends(user, length);
}

#endif
