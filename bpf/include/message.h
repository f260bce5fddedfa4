/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is sent and received, by a call or a ring. Of what is in it, only what name servers send is read. */
#ifndef SE_MESSAGE_H
#define SE_MESSAGE_H

#include "address.h"

#define SOCK_STREAM 1
#define PORT_DOMAIN 53
#define LONGEST_MESSAGE 4096 /* of an answer; few are longer, and their end says less */
#define SHORTEST_MESSAGE 12

static __always_inline bool is_receipt(__u32 type)
{
	return (type >= SE_RECVFROM && type <= SE_RECVMMSG) || type == SE_READ;
}

static __always_inline bool is_message(__u32 type)
{
	return (type >= SE_SENDTO && type <= SE_SENDMMSG) || is_receipt(type);
}

/* Whether a socket's peer, or else the address that a datagram came from, is a name server. */
__noinline int se_is_name_server(__u64 socket, __u64 from)
{
	struct sock *sk = CAST(struct sock, POINTER(CAST(struct socket, socket)->sk));
	__u32 family = PEEK(sk, __sk_common.skc_family);
	__be16 port = PEEK(sk, __sk_common.skc_dport), user[2] = {};

	if (family != AF_INET && family != AF_INET6)
		return 0;
	if (PEEK(sk, sk_type) != SOCK_DGRAM && PEEK(sk, sk_type) != SOCK_STREAM)
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
	length &= 2 * LONGEST_MESSAGE - 1;
	if (bpf_probe_read_user(s->record + end, length, (void *)address)) {
		s->header.flags |= SE_NAME_FAULT;
		return -1;
	}
	s->net.message.off = end;
	s->net.message.len = length;
	s->end = end + length;
	return 0;
}

/*
 * Appends the first part of the first message that recvmsg or recvmmsg received; with the latter its length is there, too. Where
 * that part is too short, the second one: over TCP an answer's length comes first.
 */
__noinline int se_put_parts(__u64 header, __u64 received, __u32 narrow)
{
	__u32 narrow_header[8] = {}, narrow_part[4] = {};
	__u64 wide[8] = {}, part[4] = {};

	/* struct msghdr, in struct mmsghdr followed by the length, and its first two of struct iovec. */
	if (narrow) {
		bpf_probe_read_user(narrow_header, received ? 28 : 32, (void *)header);
		bpf_probe_read_user(narrow_part, narrow_header[3] > 1 ? 16 : 8, (void *)(__u64)narrow_header[2]);
		part[0] = narrow_part[0];
		part[1] = narrow_part[1];
		part[2] = narrow_part[2];
		part[3] = narrow_part[3];
		wide[7] = narrow_header[7];
	} else {
		bpf_probe_read_user(wide, received ? 56 : 64, (void *)header);
		bpf_probe_read_user(part, wide[3] > 1 ? 32 : 16, (void *)wide[2]);
	}
	if (!received)
		received = (__u32)wide[7];
	if (part[1] < SHORTEST_MESSAGE && received > part[1]) {
		received -= part[1];
		part[0] = part[2];
		part[1] = part[3];
	}
	return se_put_message(part[0], received < part[1] ? received : part[1]);
}

#endif
