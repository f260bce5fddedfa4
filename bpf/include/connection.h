/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Whose a connection of TCP is: what changes it mostly happens where the process that has it does not run. */
#ifndef SE_CONNECTION_H
#define SE_CONNECTION_H

#include "record.h"
#include "socket.h"

#define IPPROTO_TCP 6
#define TCP_ESTABLISHED 1
#define TCP_SYN_SENT 2
#define TCP_SYN_RECV 3
#define TCP_FIN_WAIT1 4
#define TCP_CLOSE 7
#define TCP_LAST_ACK 9
#define TCP_LISTEN 10

/* Connections that are known at once; of more, those that changed least recently are told without a process. */
#define SE_CONNECTIONS 8192

/*
 * 0: nobody asks for SE_TCP_*. Else a number that user space raises each time that somebody does again: what was noted under
 * another one may be about a socket that is gone.
 */
volatile __u32 se_tcp_round = 0;

struct se_connection {
	struct se_header owner; /* as it was when it took its part */
	__u64 begun;            /* ns, boot clock: the attempt */
	__u64 opened;           /* the handshake was complete; 0: not known */
	__u32 round;
	__u16 part;             /* enum se_part */
	__u16 side;             /* enum se_side */
};

/* By the address of the struct sock. Whatever a new socket is used for, it is noted anew first. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, SE_CONNECTIONS);
	__type(key, __u64);
	__type(value, struct se_connection);
} se_connections SEC(".maps");

static __always_inline struct se_connection *connection_of(__u64 sk)
{
	struct se_connection *connection = bpf_map_lookup_elem(&se_connections, &sk);

	return connection && connection->round == se_tcp_round ? connection : NULL;
}

/* Notes that the process of the record under construction has accepted the connection. */
__noinline int se_note_accepted(__u64 sk)
{
	struct se_connection note = {}, *known = connection_of(sk);
	struct se_scratch *s = scratch();

	if (!s)
		return -1;
	note.owner = s->header;
	note.opened = known ? known->opened : 0;
	note.round = se_tcp_round;
	note.part = SE_PART_ACCEPTED;
	note.side = SE_SIDE_SERVER;
	return bpf_map_update_elem(&se_connections, &sk, &note, 0);
}

/* Of an accept that has succeeded, by a call or a ring. */
static __always_inline void note_accepted(struct se_scratch *s, __u64 socket)
{
	__u32 type = s->header.type;

	if (!se_tcp_round || !socket || (type != SE_ACCEPT && type != SE_ACCEPT4) || s->header.result < 0)
		return;
	if (s->net.socket.protocol == IPPROTO_TCP && s->net.socket.state != TCP_CLOSE)
		se_note_accepted(POINTER(CAST(struct socket, socket)->sk));
}

#endif
