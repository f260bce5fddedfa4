/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Operations of io_uring about sockets. */
#define _GNU_SOURCE
#include "check_ring.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

static void connect_nowhere(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = DO(socket(AF_INET, SOCK_DGRAM, 0));

	set_up(0);
	request(IORING_OP_CONNECT, fd, &address)->off = sizeof(address);
	_exit(result() < 0);
}

static void ring_connect(void)
{
	const struct se_net *r = record(SE_CONNECT, in_child(connect_nowhere, NULL));

	IN_FULL(r);
	REQUIRE_EQ(r->h.result, 0);
	REQUIRE_EQ(r->socket.rport, 9);
	REQUIRE_EQ(r->socket.raddr[0], 127);
}

/* To a port that nobody listens at: two datagrams, and data of a stream, which is no event. */
static void send_datagrams(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct iovec part = {.iov_base = "data", .iov_len = 4};
	struct msghdr message = {.msg_name = &address, .msg_namelen = sizeof(address), .msg_iov = &part, .msg_iovlen = 1};
	int fd = DO(socket(AF_INET, SOCK_DGRAM, 0)), pair[2];
	struct io_uring_sqe *sqe;

	DO(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	set_up(0);
	request(IORING_OP_SEND, pair[0], "data")->len = 4;
	if (result() != 4)
		_exit(1);
	request(IORING_OP_SENDMSG, fd, &message)->len = 1;
	if (result() != 4)
		_exit(1);
	sqe = request(IORING_OP_SEND_ZC, fd, "data");
	sqe->len = 4;
	sqe->addr2 = (unsigned long)&address;
	sqe->addr_len = sizeof(address);
	result();
	_exit(0);
}

static void sent(const struct se_net *r)
{
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE_EQ(r->socket.rport, 9);
	REQUIRE_EQ(r->socket.raddr[0], 127);
	REQUIRE_EQ(r->socket.type, SOCK_DGRAM);
	REQUIRE_EQ(r->size, 4);
	REQUIRE(r->socket.provenance == SE_FROM_USER_MEMORY || r->socket.provenance == SE_FROM_KERNEL_COPY);
}

static void ring_send(void)
{
	if (!kernel_at_least(6, 0)) {
		printf("@ lack datagrams sent by io_uring: its tracepoint tells their sockets from 6.0\n");
		return;
	}
	pid_t pid = in_child(send_datagrams, NULL);

	sent(record(SE_SENDMSG, pid));
	sent(record(SE_SENDTO, pid));
}

/* From a port of the sender's: to a socket that is not connected, then to one that is. */
static void receive_datagrams(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from = address, got = {};
	int receiver = DO(socket(AF_INET, SOCK_DGRAM, 0)), sender = DO(socket(AF_INET, SOCK_DGRAM, 0));
	socklen_t length = sizeof(address);
	char room[16];
	struct iovec part = {.iov_base = room, .iov_len = sizeof(room)};
	struct msghdr message = {.msg_name = &got, .msg_namelen = sizeof(got), .msg_iov = &part, .msg_iovlen = 1};

	from.sin_port = htons(10);
	DO(bind(receiver, (void *)&address, sizeof(address)));
	DO(getsockname(receiver, (void *)&address, &length));
	DO(bind(sender, (void *)&from, sizeof(from)));
	DO(connect(sender, (void *)&address, sizeof(address)));
	for (int i = 0; i < 3; i++)
		DO(send(sender, "data", 4, 0));
	set_up(0);
	request(IORING_OP_RECVMSG, receiver, &message)->len = 1;
	if (result() != 4)
		_exit(1);
	DO(connect(receiver, (void *)&from, sizeof(from)));
	request(IORING_OP_RECV, receiver, room)->len = sizeof(room);
	if (result() != 4)
		_exit(2);
	request(IORING_OP_READ, receiver, room)->len = sizeof(room);
	_exit(result() != 4);
}

static void received(const struct se_net *r, int provenance, int size)
{
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE_EQ(r->h.result, 4);
	REQUIRE_EQ(r->socket.rport, 10);
	REQUIRE_EQ(r->socket.raddr[0], 127);
	REQUIRE_EQ(r->socket.provenance, provenance);
	REQUIRE_EQ(r->size, size);
}

static void ring_receive(void)
{
	int status;

	if (!kernel_at_least(6, 0)) {
		printf("@ lack datagrams received by io_uring: its tracepoint tells their sockets from 6.0\n");
		return;
	}
	pid_t pid = in_child(receive_datagrams, &status);

	REQUIRE_EQ(status, 0);
	received(record(SE_RECVMSG, pid), SE_FROM_USER_MEMORY, 4);
	received(record(SE_RECVFROM, pid), SE_FROM_KERNEL_OBJECT, 16);
	received(record(SE_READ, pid), SE_FROM_KERNEL_OBJECT, 4);
}

static void make_socket(void)
{
	int fd;

	set_up(0);
	struct io_uring_sqe *sqe = request(IORING_OP_SOCKET, AF_INET, NULL);
	sqe->off = SOCK_DGRAM;
	sqe->len = IPPROTO_UDP;
	fd = result();
	if (fd < 0)
		_exit(1);
	request(IORING_OP_SHUTDOWN, fd, NULL)->len = SHUT_WR;
	_exit(result() != -ENOTCONN);
}

static void ring_socket(void)
{
	int status;
	pid_t pid = in_child(make_socket, &status);

	if (status && !kernel_at_least(5, 19)) {
		printf("@ lack sockets made by io_uring: from 5.19\n");
		return;
	}
	const struct se_net *r = record(SE_SOCKET, pid);

	IN_FULL(r);
	REQUIRE(r->h.flags & SE_IO_URING);
	REQUIRE(r->h.result >= 0);
	REQUIRE_EQ(r->fd, r->h.result);
	REQUIRE_EQ(r->args[0], AF_INET);
	REQUIRE_EQ(r->args[1], SOCK_DGRAM);
	REQUIRE_EQ(r->args[2], IPPROTO_UDP);
	REQUIRE_EQ(r->socket.family, AF_INET);
	r = record(SE_SHUTDOWN, pid);
	REQUIRE_EQ(r->h.result, -ENOTCONN);
	REQUIRE_EQ(r->other_fd, SHUT_WR);
}

/* More requests wait than the sensor keeps: on a socket that nothing is sent to. */
static void open_beside_receipts(void)
{
	int idle = DO(socket(AF_INET, SOCK_DGRAM, 0));
	char room[16];

	set_up(0);
	for (int i = 0; i < 600; i++) {
		request(IORING_OP_RECV, idle, room)->len = sizeof(room);
		DO(ring_submit(&ring, 0));
	}
	request(IORING_OP_OPENAT, AT_FDCWD, "/dev/null")->open_flags = O_RDONLY;
	_exit(result() < 0);
}

/* The last of them: the kernel tells of no end of the requests that wait when the ring is closed. */
static void ring_open_beside_receipts(void)
{
	int status;
	const struct se_open *r = record(SE_OPENAT, in_child(open_beside_receipts, &status));

	REQUIRE_EQ(status, 0);
	IN_FULL(r);
	REQUIRE(!(r->h.flags & SE_NO_RESULT));
	REQUIRE(r->h.result >= 0);
	REQUIRE_TEXT(path_text(r, &r->path), "/dev/null");
}

const struct check ring_net_checks[] = {
	{"io_uring: connect", ring_connect},
	{"io_uring: datagrams sent", ring_send},
	{"io_uring: datagrams received", ring_receive},
	{"io_uring: sockets", ring_socket},
	{"io_uring: open while very many receive", ring_open_beside_receipts},
	{0},
};
