/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/*
 * Receives answers of a name server of its own by every call that can, and by a ring, in a network namespace of its own. Each
 * answer says how it is received, and the program prints it. Before an answer over TCP come the two bytes of its length. Static and not relocated: 32-bit calls take its addresses.
 */
#define _GNU_SOURCE
#include "test_ring.h"
#include "test_socket.h"

#include <signal.h>
#include <sys/prctl.h>

static struct sockaddr_in server, from;
static socklen_t length;
static char room[2048], size_of_answer[2];
static struct iovec wide_part = { room, sizeof(room) };
static struct iovec wide_parts[2] = { { size_of_answer, 2 }, { room, sizeof(room) } };
static struct mmsghdr wide;
static struct narrow_part narrow_part, narrow_parts[2];
static struct narrow_header narrow;
static unsigned arguments[6];

/* Sends back what it gets. */
static void serve(int fd)
{
	char message[2048];
	struct sockaddr_in to;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		socklen_t size = sizeof(to);
		ssize_t n = recvfrom(fd, message, sizeof(message), 0, (void *)&to, &size);

		sendto(fd, message, n, 0, (void *)&to, size);
	}
}

/* The same over TCP, one connection at a time. */
static void serve_streams(int fd)
{
	char message[2048];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		int end = accept(fd, NULL, NULL);
		ssize_t n = recv(end, message + 2, sizeof(message) - 2, 0);

		message[0] = n >> 8;
		message[1] = n;
		send(end, message, n + 2, 0);
		close(end);
	}
}

/* A socket that has sent a question. */
static int ask(const char *by, int type, int connected)
{
	int fd = socket(AF_INET, type, 0);
	char question[64] = {};

	snprintf(question, sizeof(question), "received by %s", by);
	if (connected) {
		must(!connect(fd, (void *)&server, sizeof(server)), "connect");
		send(fd, question, strlen(question), 0);
	} else
		sendto(fd, question, strlen(question), 0, (void *)&server, sizeof(server));
	memset(&from, 0, sizeof(from));
	length = sizeof(from);
	wide.msg_hdr = (struct msghdr){ .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &wide_part, .msg_iovlen = 1 };
	narrow = (struct narrow_header){ low(&from), sizeof(from), low(&narrow_part), 1, 0, 0, 0, 0 };
	memset(room, 0, sizeof(room));
	return fd;
}

static void told(long received)
{
	must(received > 0, "receive");
	puts(room);
}

#define BY(name, call)                                                                                                     \
	snprintf(by, sizeof(by), "%s %s", name, way);                                                                      \
	fd = ask(by, type, connected);                                                                                     \
	told(call);                                                                                                        \
	close(fd)

static void receive(int connected)
{
	const char *way = connected ? "connected" : "unconnected";
	int fd, type = SOCK_DGRAM;
	char by[64];

	BY("recvfrom", syscall(SYS_recvfrom, fd, room, sizeof(room), 0, &from, &length));
	BY("recvmsg", syscall(SYS_recvmsg, fd, &wide.msg_hdr, 0));
	BY("recvmmsg", syscall(SYS_recvmmsg, fd, &wide, 1, 0, NULL));
	BY("recvfrom32", int80(371, fd, low(room), sizeof(room), 0, low(&from), low(&length)));
	BY("recvmsg32", int80(372, fd, low(&narrow), 0, 0, 0, 0));
	BY("recvmmsg32", int80(337, fd, low(&narrow), 1, 0, 0, 0));
	if (connected) {
		BY("read", syscall(SYS_read, fd, room, sizeof(room)));
		BY("read32", int80(3, fd, low(room), sizeof(room), 0, 0, 0));
		BY("readv", syscall(SYS_readv, fd, &wide_part, 1));
		BY("readv32", int80(145, fd, low(&narrow_part), 1, 0, 0, 0));
		BY("preadv2", syscall(SYS_preadv2, fd, &wide_part, 1, -1L, -1L, 0));
		BY("preadv232", int80(378, fd, low(&narrow_part), 1, -1L, -1L, 0));
		BY("recv", (arguments[0] = fd, arguments[1] = low(room), arguments[2] = sizeof(room), int80(102, 10, low(arguments), 0, 0, 0, 0)));
	}
}

/* The length by itself, as some receive it; then the answer. */
static int rest(int fd)
{
	must(recv(fd, size_of_answer, 2, MSG_WAITALL) == 2, "receive the length");
	return fd;
}

static void receive_streams(void)
{
	const char *way = "over TCP connected";
	int fd, type = SOCK_STREAM, connected = 1;
	char by[64];

	BY("recvfrom", syscall(SYS_recvfrom, rest(fd), room, sizeof(room), 0, &from, &length));
	BY("read", syscall(SYS_read, rest(fd), room, sizeof(room)));
	BY("recvfrom32", int80(371, rest(fd), low(room), sizeof(room), 0, low(&from), low(&length)));
	BY("recvmsg", (wide.msg_hdr.msg_iov = wide_parts, wide.msg_hdr.msg_iovlen = 2, syscall(SYS_recvmsg, fd, &wide.msg_hdr, 0)));
	BY("recvmsg32", (narrow.part = low(narrow_parts), narrow.parts = 2, int80(372, fd, low(&narrow), 0, 0, 0, 0)));
}

/* Nothing where the kernel gives no ring, or rings of which the requests are not known. */
static void receive_by_ring(int connected)
{
	const char *way = connected ? "by ring connected" : "by ring unconnected";
	int fd, type = SOCK_DGRAM;
	struct ring ring;
	char by[64];

	if (ring_make(&ring, 0) || !(ring.params.features & IORING_FEAT_LINKED_FILE))
		return;
	BY("recvmsg", (ring_request(&ring, IORING_OP_RECVMSG, fd, &wide.msg_hdr)->len = 1, ring_result(&ring)));
	if (connected) {
		BY("recvfrom", (ring_request(&ring, IORING_OP_RECV, fd, room)->len = sizeof(room), ring_result(&ring)));
		BY("read", (ring_request(&ring, IORING_OP_READ, fd, room)->len = sizeof(room), ring_result(&ring)));
		BY("readv", (ring_request(&ring, IORING_OP_READV, fd, &wide_part)->len = 1, ring_result(&ring)));
		must(!syscall(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, &wide_part, 1), "register a buffer");
		BY("read", (ring_request(&ring, IORING_OP_READ_FIXED, fd, room)->len = sizeof(room), ring_result(&ring)));
	}
	close(ring.fd);
}

int main(void)
{
	int fd;

	enter_own_network();
	server = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(53), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	fd = bound(SOCK_DGRAM, &server);
	if (!fork())
		serve(fd);
	fd = bound(SOCK_STREAM, &server);
	must(!listen(fd, 8), "listen");
	if (!fork())
		serve_streams(fd);
	narrow_part.base = low(room);
	narrow_part.length = sizeof(room);
	narrow_parts[0].base = low(size_of_answer);
	narrow_parts[0].length = 2;
	narrow_parts[1] = (struct narrow_part){ low(room), sizeof(room) };
	receive(1);
	receive(0);
	receive_streams();
	receive_by_ring(1);
	receive_by_ring(0);
	return 0;
}
