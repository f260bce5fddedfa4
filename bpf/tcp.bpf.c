/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * States of TCP: sock/inet_sock_set_state (4.16) fires in inet_sk_set_state() and inet_sk_state_store(), before the state
 * changes: established, failed and closed connections, with what the socket counted. A raw tracepoint: without it the agent
 * goes on.
 *
 * Mostly it fires for a packet, in whatever process that interrupts; so whose the connection is was noted before: by
 * connect, listen and accept, and by a close that sends the last data, which all run in their process. It interrupts the
 * other programs as well, therefore it does not use their scratch memory.
 *
 * Cannot see: connections of which the kernel keeps no more than a request (a handshake that a client does not complete);
 * whose the connection is, where it is older than the interest in it and the other end closes it by a reset, and where there
 * are more connections than there is room for.
 */
#include "call.h"
#include "connection.h"

#define SOCK_DONE 2 /* bit of skc_flags, enum sock_flags: the other end has sent its last byte */
#define ECANCELED 125

/* Notes that the current process has the socket. */
__noinline int se_note_owner(__u64 sk, __u32 part, __u32 side)
{
	struct se_connection note = {};

	fill_header(&note.owner, current_task(), 0);
	note.begun = note.owner.time;
	note.round = se_tcp_round;
	note.part = part;
	note.side = side;
	return bpf_map_update_elem(&se_connections, &sk, &note, 0);
}

/* Notes that a new connection is of the process that listens; which may have begun before anybody asked. */
__noinline int se_note_child(__u64 sk, __u64 listener)
{
	struct se_connection note = {}, *known = connection_of(listener);

	if (known && known->part == SE_PART_LISTENS)
		note = *known;
	note.round = se_tcp_round;
	note.side = SE_SIDE_SERVER;
	note.begun = bpf_ktime_get_boot_ns();
	return bpf_map_update_elem(&se_connections, &sk, &note, 0);
}

/*
 * The socket that a new one was copied from: this list of one still names its first owner, since it is set up anew only
 * after the state (tcp_create_openreq_child).
 */
static __always_inline __u64 listener_of(__u64 address)
{
	struct tcp_sock *sk = CAST(struct tcp_sock, address);

	return POINTER(sk->tsq_node.next) - bpf_core_field_offset(struct tcp_sock, tsq_node);
}

/* A close that sends the last data: of a connection that is not known yet. */
static __always_inline void note_closing(__u64 sk)
{
	struct se_connection *known = connection_of(sk);
	__u64 opened = known ? known->opened : 0;
	__u32 side = known ? known->side : SE_SIDE_UNKNOWN;

	if (known && known->part != SE_PART_UNKNOWN)
		return;
	se_note_owner(sk, SE_PART_CLOSES, side);
	known = connection_of(sk);
	if (known)
		known->opened = opened;
}

static __always_inline void put_tcp(struct se_net *out, __u64 address)
{
	struct sock *sk = CAST(struct sock, address);
	struct tcp_sock *tcp = CAST(struct tcp_sock, address);
	struct inet_sock *inet = CAST(struct inet_sock, address);
	__u64 received = PEEK(tcp, bytes_received);

	put_sock(sk, &out->socket);
	/* A socket that is closed has given its port back. */
	out->socket.lport = __builtin_bswap16(PEEK(inet, inet_sport));
	out->socket.ino = PEEK(sk, sk_socket, file, f_inode, i_ino);
	out->args[SE_TCP_SENT] = PEEK(tcp, bytes_sent) - PEEK(tcp, bytes_retrans);
	/* The kernel counts the end as a byte. */
	out->args[SE_TCP_RECEIVED] = received && PEEK(sk, __sk_common.skc_flags) & SOCK_DONE ? received - 1 : received;
}

static __always_inline struct se_net *reserve(struct se_counter *count, __u64 workload, __u32 type, __u64 time)
{
	struct se_net *out = NULL;

	__sync_fetch_and_add(&count->produced, 1);
	if (!shared_is_full())
		out = bpf_ringbuf_reserve(&se_critical, sizeof(struct se_net), 0);
	if (out) {
		__sync_fetch_and_add(&count->submitted, 1);
		__builtin_memset(out, 0, sizeof(*out));
		return out;
	}
	__sync_fetch_and_add(&count->lost[SE_LOST_FULL], 1);
	se_note_loss(workload, type, SE_LOST_FULL, time);
	return NULL;
}

/* `since`: when what ends now began, or 0. */
static __always_inline void tell(__u64 sk, struct se_connection *known, __u32 type, __u32 state, __u64 since)
{
	struct se_counter *count = counter(type);
	__u64 time = bpf_ktime_get_boot_ns();
	struct se_net *out;
	__s64 error;

	if (!count || is_unwanted(type))
		return;
	out = reserve(count, known ? known->owner.workload : 0, type, time);
	if (!out)
		return;
	if (known) {
		out->h = known->owner;
		out->kind = known->part;
		out->call_flags = known->side;
	}
	put_tcp(out, sk);
	error = PEEK(CAST(struct sock, sk), sk_err);
	if (type == SE_TCP_FAILED && !error)
		error = ECANCELED;
	out->h.size = sizeof(*out);
	out->h.type = type;
	out->h.flags &= SE_KTHREAD;
	out->h.time = time;
	out->h.result = type == SE_TCP_ESTABLISHED ? 0 : -error;
	out->h.cpu = bpf_get_smp_processor_id();
	out->socket.state = state;
	out->fd = -1;
	out->other_fd = -1;
	out->args[SE_TCP_DURATION] = since ? time - since : 0;
	bpf_ringbuf_submit(out, critical_wakeup());
}

static __always_inline void closed(__u64 sk, __u32 old)
{
	struct se_connection *known = connection_of(sk);

	if (old == TCP_SYN_SENT)
		tell(sk, known, SE_TCP_FAILED, TCP_CLOSE, known ? known->begun : 0);
	else if (old != TCP_LISTEN && old != TCP_SYN_RECV)
		tell(sk, known, SE_TCP_CLOSE, TCP_CLOSE, known ? known->opened : 0);
	bpf_map_delete_elem(&se_connections, &sk);
}

static __always_inline void established(__u64 sk, __u32 old)
{
	struct se_connection *known = connection_of(sk);

	if (known)
		known->opened = bpf_ktime_get_boot_ns();
	tell(sk, known, SE_TCP_ESTABLISHED, TCP_ESTABLISHED, known && old == TCP_SYN_SENT ? known->begun : 0);
}

SEC("raw_tp/inet_sock_set_state")
int se_tcp(__u64 *ctx)
{
	__u64 sk = ctx[0];
	__u32 old = ctx[1], state = ctx[2];

	if (!se_tcp_round || old == state || PEEK(CAST(struct sock, sk), sk_protocol) != IPPROTO_TCP)
		return 0;
	switch (state) {
	case TCP_SYN_SENT:
		se_note_owner(sk, SE_PART_CONNECTS, SE_SIDE_CLIENT);
		break;
	case TCP_LISTEN:
		se_note_owner(sk, SE_PART_LISTENS, SE_SIDE_SERVER);
		break;
	case TCP_SYN_RECV:
		if (old == TCP_LISTEN)
			se_note_child(sk, listener_of(sk));
		break;
	case TCP_ESTABLISHED:
		established(sk, old);
		break;
	case TCP_FIN_WAIT1:
	case TCP_LAST_ACK:
		note_closing(sk);
		break;
	case TCP_CLOSE:
		closed(sk, old);
		break;
	}
	return 0;
}
