/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What is sent and received, by a call or a ring. What is in it is read of what goes to name servers and comes from them alone. */
#ifndef SE_MESSAGE_H
#define SE_MESSAGE_H

#include "address.h"

#define SOCK_STREAM 1
#define PORT_DOMAIN 53
#define LONGEST_MESSAGE 4096 /* of an answer; few are longer, and their end says less */
#define LONGEST_QUESTION 512
#define SHORTEST_MESSAGE 12
#define MOST_PARTS 1024      /* UIO_MAXIOV, also of messages */

/* Of several parts (struct iovec), without addresses or flags. */
static __always_inline bool is_vector(__u32 type)
{
	return type == SE_READV || type == SE_PREADV2 || type == SE_WRITEV || type == SE_PWRITEV2;
}

/* Of any file, without addresses or flags. */
static __always_inline bool is_plain(__u32 type)
{
	return type == SE_READ || (type >= SE_READV && type <= SE_PWRITEV2);
}

static __always_inline bool is_receipt(__u32 type)
{
	return (type >= SE_RECVFROM && type <= SE_RECVMMSG) || (is_plain(type) && type < SE_WRITE);
}

static __always_inline bool is_message(__u32 type)
{
	return (type >= SE_SENDTO && type <= SE_RECVMMSG) || is_plain(type);
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

/* Appends a part of the message. Returns 0 while more may follow. */
__noinline int se_append(__u64 address, __u64 length)
{
	struct se_scratch *s = scratch();
	__u32 end;

	if (!s)
		return -1;
	end = s->end;
	if (end > SE_RECORD_MAX - 2 * LONGEST_MESSAGE)
		return -1;
	if (length > s->left)
		length = s->left;
	OPAQUE(length);
	length &= 2 * LONGEST_MESSAGE - 1;
	if (bpf_probe_read_user(s->record + end, length, (void *)address)) {
		s->header.flags |= SE_NAME_FAULT;
		return -1;
	}
	if (!s->net.message.off)
		s->net.message.off = end;
	s->net.message.len += length;
	s->end = end + length;
	s->left -= length;
	return s->left ? 0 : 1;
}

/* Says how much there is of the message that will be appended. */
static __always_inline void begin_message(struct se_scratch *s, __u64 size)
{
	__u32 most = is_receipt(s->header.type) ? LONGEST_MESSAGE : LONGEST_QUESTION;

	s->left = size < most ? size : most;
}

/* Appends a message of one part. */
__noinline int se_put_message(__u64 address, __u64 size)
{
	struct se_scratch *s = scratch();

	if (!s)
		return -1;
	begin_message(s, size);
	return se_append(address, size);
}

/* Appends a part (struct iovec). Returns 0 while more may follow. */
__noinline int se_put_part(__u64 part, __u32 narrow)
{
	__u32 narrow_part[2] = {};
	__u64 wide[2] = {};

	if (narrow) {
		bpf_probe_read_user(narrow_part, sizeof(narrow_part), (void *)part);
		return se_append(narrow_part[0], narrow_part[1]);
	}
	bpf_probe_read_user(wide, sizeof(wide), (void *)part);
	return se_append(wide[0], wide[1]);
}

/* Appends a message of several parts, which together may have room for more. */
__noinline int se_put_parts(__u64 parts, __u64 count, __u64 size, __u32 narrow)
{
	struct se_scratch *s = scratch();
	__u32 each = narrow ? 8 : 16;

	if (!s)
		return -1;
	begin_message(s, size);
	for (__u32 i = 0; i < MOST_PARTS && i < count; i++)
		if (se_put_part(parts + i * each, narrow))
			break;
	return 0;
}

/* The same of a struct msghdr. 0 bytes: of the struct mmsghdr that it begins, which says how many were received. */
__noinline int se_put_header(__u64 header, __u64 size, __u32 narrow)
{
	__u32 narrow_header[8] = {};
	__u64 wide[8] = {};

	if (narrow) {
		bpf_probe_read_user(narrow_header, size ? 28 : 32, (void *)header);
		return se_put_parts(narrow_header[2], narrow_header[3], size ? size : narrow_header[7], narrow);
	}
	bpf_probe_read_user(wide, size ? 56 : 64, (void *)header);
	return se_put_parts(wide[2], wide[3], size ? size : (__u32)wide[7], narrow);
}

#endif
